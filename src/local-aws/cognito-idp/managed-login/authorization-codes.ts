import type { CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { forgetRows } from "#local-aws/cognito-idp/forget-rows.ts";
import type { AuthorizationRequest } from "./authorization-request.ts";
import type { BrowserSession } from "./cookies.ts";

/** A code on its way to its client. Row `["authorization-code", code]`. */
export interface AuthorizationCode {
  readonly code: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly username: string;
  readonly redirectUri: string;
  readonly codeChallenge: string;
  readonly scopes: readonly string[];
  readonly nonce?: string;
  /** Seconds since the epoch. */
  readonly authTime: number;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly used: boolean;
  /** The tokens that it was exchanged for: a second use ends them. */
  readonly originJti?: string;
}

/** What our codes look like; anything else is not looked for. */
const UUID = /^[0-9a-f-]{36}$/;
/** Life of a code: five minutes, in milliseconds. */
const VALID_MS = 5 * 60_000;

/** Makes the code of a sign-in. Expired ones are forgotten on the way. */
export async function issueCode({ metadata, clock, random }: CognitoServices, request: AuthorizationRequest, { user, authTime }: BrowserSession): Promise<string> {
  const { client, redirectUri, codeChallenge, scopes, nonce } = request;
  const now = clock.now();
  const code = random.uuid();
  await metadata.transact((transaction) => {
    forgetRows<AuthorizationCode>(transaction, ["authorization-code"], (row) => row.expiresAt <= now);
    transaction.put<AuthorizationCode>(["authorization-code", code], {
      code,
      userPoolId: client.userPoolId,
      clientId: client.clientId,
      username: user.username,
      redirectUri,
      codeChallenge,
      scopes,
      ...(nonce === undefined ? {} : { nonce }),
      authTime,
      expiresAt: now + VALID_MS,
      used: false,
    });
  });
  return code;
}

/** Uses a client's code. It is spent from then on, whatever comes of it; the row as it was before tells whether this is the first use. */
export function spendCode({ metadata, clock }: CognitoServices, clientId: string, code: string): Promise<AuthorizationCode | undefined> {
  return metadata.transact((transaction) => {
    const row = UUID.test(code) ? transaction.get<AuthorizationCode>(["authorization-code", code]) : undefined;
    if (row === undefined || row.clientId !== clientId || row.expiresAt <= clock.now()) return undefined;
    transaction.put<AuthorizationCode>(["authorization-code", code], { ...row, used: true });
    return row;
  });
}

/** Notes what a spent code was exchanged for. */
export async function noteTokensOfCode({ metadata }: CognitoServices, { code }: AuthorizationCode, originJti: string): Promise<void> {
  await metadata.transact((transaction) => {
    const row = transaction.get<AuthorizationCode>(["authorization-code", code]);
    if (row !== undefined) transaction.put<AuthorizationCode>(["authorization-code", code], { ...row, originJti });
  });
}
