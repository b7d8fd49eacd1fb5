import { equalTextInConstantTime } from "#local-aws/protocol/bytes.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { CognitoServices } from "./cognito-operation.ts";
import type { PoolUser, UserPool } from "./rows.ts";

/** A code that resets a password. Row `["reset-code", userPoolId, username in lower case]`: the newest only. */
interface ResetCode {
  readonly code: string;
  readonly wrongGuesses: number;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Life of a code: an hour, in milliseconds. */
const VALID_MS = 60 * 60_000;
const MAX_WRONG_GUESSES = 5;

/** Makes a code of six digits, and shows it in the outbox: nothing is mailed, the server's console is where to look. */
export async function sendResetCode({ random, clock, metadata }: CognitoServices, pool: UserPool, user: PoolUser): Promise<void> {
  const code = String(new DataView(random.bytes(4).buffer).getUint32(0) % 1_000_000).padStart(6, "0");
  await metadata.transact((transaction) => transaction.put<ResetCode>(rowOf(user), { code, wrongGuesses: 0, expiresAt: clock.now() + VALID_MS }));
  console.warn(`local AWS outbox: user pool ${pool.id} would mail to ${user.attributes["email"] ?? user.username}: "Your password reset code is ${code}".`);
}

/** Spends a user's code. @throws AwsError CodeMismatchException, ExpiredCodeException, LimitExceededException */
export async function takeResetCode({ metadata, clock }: CognitoServices, user: Pick<PoolUser, "userPoolId" | "username">, code: string): Promise<void> {
  const verdict = await metadata.transact((transaction) => {
    const known = transaction.get<ResetCode>(rowOf(user));
    if (known === undefined || known.expiresAt <= clock.now()) return "expired";
    if (known.wrongGuesses >= MAX_WRONG_GUESSES) return "limit";
    if (equalTextInConstantTime(known.code, code)) {
      transaction.remove(rowOf(user));
      return "right";
    }
    transaction.put<ResetCode>(rowOf(user), { ...known, wrongGuesses: known.wrongGuesses + 1 });
    return "wrong";
  });
  if (verdict === "expired") throw new AwsError(400, "ExpiredCodeException", "Invalid code provided, please request a code again.");
  if (verdict === "limit") throw new AwsError(400, "LimitExceededException", "Attempt limit exceeded, please try after some time.");
  if (verdict === "wrong") throw new AwsError(400, "CodeMismatchException", "Invalid verification code provided, please try again.");
}

function rowOf({ userPoolId, username }: Pick<PoolUser, "userPoolId" | "username">): readonly string[] {
  return ["reset-code", userPoolId, username.toLowerCase()];
}
