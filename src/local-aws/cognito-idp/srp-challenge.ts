import { base64, equalInConstantTime, fromBase64, fromUtf8, hex, utf8 } from "#local-aws/protocol/bytes.ts";
import { invalidParameter, missingParameter, userNotFound, wrongPassword } from "./cognito-errors.ts";
import type { CognitoServices } from "./cognito-operation.ts";
import { forgetRows } from "./forget-rows.ts";
import { tryPassword } from "./password-attempts.ts";
import { decoyVerifier, poolNameOf } from "./passwords.ts";
import { findPoolUser, type AppClient, type PoolUser, type UserPool } from "./rows.ts";
import { seal, unseal } from "./seal.ts";
import { claimSignature, isUsablePublicValue, serverPublicValue, sharedKey, srpNumber } from "./srp-group.ts";
import { isCurrentTimestamp, isTimestamp } from "./srp-timestamp.ts";

/** Bytes of the server's ephemeral secret `b`: RFC 5054 asks for 32 at least. */
const EPHEMERAL_BYTES = 64;
/** How far TIMESTAMP may be from the server's clock, in milliseconds. */
const MAX_SKEW_MS = 5 * 60_000;

/** ChallengeParameters of PASSWORD_VERIFIER. */
export type SrpParameters = Readonly<Record<"SRP_B" | "SALT" | "SECRET_BLOCK" | "USERNAME" | "USER_ID_FOR_SRP", string>>;

/** Whose sign-in it is, and through which client. */
export interface SignInParty {
  readonly pool: UserPool;
  readonly client: AppClient;
}

/**
 * Begins USER_SRP_AUTH (aws-facts 4.3 row 1). The server keeps nothing: its secret goes out sealed in SECRET_BLOCK and comes
 * back with the proof.
 * @throws AwsError InvalidParameterException for a public value that would need no password
 */
export async function beginSrp(services: CognitoServices, { pool, client }: SignInParty, username: string, srpA: string): Promise<SrpParameters> {
  const clientPublicValue = srpNumber(srpA);
  if (clientPublicValue === undefined || !isUsablePublicValue(clientPublicValue)) throw invalidParameter("SRP_A is not a usable public value: A mod N cannot be 0.");
  const user = findPoolUser(services.metadata, pool.id, username);
  if (user === undefined && client.preventUserExistenceErrors === "LEGACY") throw userNotFound();
  const userIdForSrp = user?.username ?? username;
  const { salt, verifier } = user?.password ?? (await decoyVerifier(services, pool, username));
  const privateValue = BigInt(`0x${hex(services.random.bytes(EPHEMERAL_BYTES))}`);
  const publicValue = await serverPublicValue(BigInt(`0x${verifier}`), privateValue);
  const claims = { client: client.clientId, user: userIdForSrp, a: clientPublicValue.toString(16), b: privateValue.toString(16), jti: services.random.uuid() };
  const expiresAt = services.clock.now() + client.authSessionValidity * 60_000;
  return {
    SRP_B: publicValue.toString(16),
    SALT: hex(salt),
    SECRET_BLOCK: base64(utf8(await seal(services, pool.id, "srp", claims, expiresAt))),
    USERNAME: userIdForSrp,
    USER_ID_FOR_SRP: userIdForSrp,
  };
}

/**
 * Checks the answer to PASSWORD_VERIFIER. A wrong password, an unknown user, a block of another client, an old or a used one all end
 * alike.
 * @returns the user, whose password it was
 * @throws AwsError NotAuthorizedException; InvalidParameterException for a TIMESTAMP that is none
 */
export async function finishSrp(services: CognitoServices, { pool, client }: SignInParty, responses: Readonly<Record<string, string>>): Promise<PoolUser> {
  const member = (name: string): string => {
    const value = responses[name];
    if (value === undefined || value === "") throw missingParameter(name);
    return value;
  };
  const [username, timestamp] = [member("USERNAME"), member("TIMESTAMP")];
  const [secretBlock, signature] = [fromBase64(member("PASSWORD_CLAIM_SECRET_BLOCK")), fromBase64(member("PASSWORD_CLAIM_SIGNATURE"))];
  if (!isTimestamp(timestamp)) throw invalidParameter("TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.");
  const claimed = secretBlock && (await openBlock(services, { pool, client }, secretBlock));
  if (secretBlock === undefined || signature === undefined || claimed === undefined || claimed.user.toLowerCase() !== username.toLowerCase()) throw wrongPassword();

  const user = findPoolUser(services.metadata, pool.id, claimed.user);
  const { verifier } = user?.password ?? (await decoyVerifier(services, pool, claimed.user));
  const isRight = await tryPassword(services, pool.id, claimed.user, async () => {
    const expected = await claimSignature(await sharedKey({ ...claimed, verifier: BigInt(`0x${verifier}`) }), { poolName: poolNameOf(pool), userIdForSrp: claimed.user, secretBlock, timestamp });
    return equalInConstantTime(expected, signature) && isCurrentTimestamp(timestamp, services.clock.now(), MAX_SKEW_MS) && (await isFirstUse(services, claimed));
  });
  if (!isRight || user?.password === undefined) throw wrongPassword();
  return user;
}

interface OpenedBlock {
  readonly id: string;
  readonly user: string;
  readonly clientPublicValue: bigint;
  readonly privateValue: bigint;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

async function openBlock(services: CognitoServices, { pool, client }: SignInParty, secretBlock: Uint8Array): Promise<OpenedBlock | undefined> {
  const opened = await unseal(services, pool.id, "srp", fromUtf8(secretBlock));
  if (opened.state !== "open" || opened.claims["client"] !== client.clientId) return undefined;
  const text = (name: string): string => String(opened.claims[name]);
  return {
    id: text("jti"),
    user: text("user"),
    clientPublicValue: BigInt(`0x${text("a")}`),
    privateValue: BigInt(`0x${text("b")}`),
    expiresAt: (opened.claims.exp ?? 0) * 1000,
  };
}

/** A proof that was seen on its way must not sign anybody in again: used blocks are remembered until they would have expired anyway. */
function isFirstUse({ metadata, clock }: CognitoServices, { id, expiresAt }: OpenedBlock): Promise<boolean> {
  return metadata.transact((transaction) => {
    forgetRows<number>(transaction, ["used-secret-block"], (end) => end <= clock.now());
    const row = ["used-secret-block", id];
    if (transaction.get<number>(row) !== undefined) return false;
    transaction.put(row, expiresAt);
    return true;
  });
}
