import { concat, equalTextInConstantTime, hex } from "#local-aws/protocol/bytes.ts";
import { invalidPassword } from "./cognito-errors.ts";
import type { CognitoServices } from "./cognito-operation.ts";
import type { PasswordPolicy, PasswordVerifier, PoolUser, UserPool } from "./rows.ts";
import { pseudorandom } from "./seal.ts";
import { srpVerifier } from "./srp-group.ts";

const SALT_BYTES = 16;
/** A decoy is as long as a verifier, 3,072 bits, of 256 each. */
const DECOY_PIECES = Array.from({ length: 12 }, (_, index) => index);
/** What Cognito counts as symbols. */
const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/;

/** The pool's name in SRP: its id without the Region. */
export function poolNameOf(pool: Pick<UserPool, "id">): string {
  return pool.id.slice(pool.id.indexOf("_") + 1);
}

/** Refuses a password that the policy does not allow. @throws AwsError InvalidPasswordException (aws-facts 4.3) */
export function assertPasswordConforms(policy: PasswordPolicy, password: string): void {
  if (password.length < policy.minimumLength) throw invalidPassword("Password not long enough");
  if (password.length > 256) throw invalidPassword("Password too long");
  if (policy.requireUppercase && !/\p{Lu}/u.test(password)) throw invalidPassword("Password must have uppercase characters");
  if (policy.requireLowercase && !/\p{Ll}/u.test(password)) throw invalidPassword("Password must have lowercase characters");
  if (policy.requireNumbers && !/\d/.test(password)) throw invalidPassword("Password must have numeric characters");
  if (policy.requireSymbols && !SYMBOL.test(password)) throw invalidPassword("Password must have symbol characters");
}

/** What to keep of a new password: a fresh salt and the verifier. */
export async function newPasswordVerifier(services: Pick<CognitoServices, "random">, pool: UserPool, username: string, password: string): Promise<PasswordVerifier> {
  const salt = services.random.bytes(SALT_BYTES);
  return { salt, verifier: await srpVerifier(poolNameOf(pool), username, password, salt) };
}

/**
 * What stands in for a user who is not there, or has no password: the same salt at each try, derived from the name, and a verifier that
 * no password is known for. So an SRP exchange with an unknown user runs as with a known one, to its end, and takes as long.
 */
export async function decoyVerifier(services: CognitoServices, pool: UserPool, username: string): Promise<PasswordVerifier> {
  const name = username.toLowerCase();
  const salt = (await pseudorandom(services, pool.id, `salt of ${name}`)).slice(0, SALT_BYTES);
  const pieces = await Promise.all(DECOY_PIECES.map((piece) => pseudorandom(services, pool.id, `verifier of ${name}, ${piece}`)));
  return { salt, verifier: hex(concat(pieces)) };
}

/** Whether a password is the user's. It takes the same work when there is no user or no password. */
export async function isPasswordOf(services: CognitoServices, pool: UserPool, user: PoolUser | undefined, username: string, password: string): Promise<boolean> {
  const known = user?.password ?? (await decoyVerifier(services, pool, username));
  const given = await srpVerifier(poolNameOf(pool), user?.username ?? username, password, known.salt);
  return equalTextInConstantTime(given, known.verifier) && user?.password !== undefined;
}
