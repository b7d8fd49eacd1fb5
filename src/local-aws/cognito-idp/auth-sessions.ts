import type { MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import { base64 } from "#local-aws/protocol/bytes.ts";
import { invalidSession } from "./cognito-errors.ts";
import type { CognitoServices } from "./cognito-operation.ts";
import { forgetRows } from "./forget-rows.ts";
import type { AppClient } from "./rows.ts";

/** The challenges that a session carries a user through. */
export type SessionChallenge = "NEW_PASSWORD_REQUIRED" | "SOFTWARE_TOKEN_MFA" | "MFA_SETUP";

/** A sign-in between two steps. Row `["auth-session", id]`. */
export interface AuthSession {
  readonly id: string;
  readonly clientId: string;
  readonly userPoolId: string;
  readonly username: string;
  readonly challenge: SessionChallenge;
  /** MFA_SETUP: VerifySoftwareToken has seen a code. */
  readonly tokenVerified: boolean;
  /** Wrong codes so far. */
  readonly wrongCodes: number;
  readonly used: boolean;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** A session is remembered this long after its end, so that its holder is told "expired" or "used". Milliseconds. */
const KEPT_MS = 60 * 60_000;
/** Ids come from requests, and keys of the store have an end; ours have 128 characters. */
const MAX_ID_LENGTH = 256;
/** Wrong codes after which a session is spent: AWS takes six at least; without any end six digits could be tried through. */
const MAX_WRONG_CODES = 10;

/** Opens the session of a new step; long ended ones are forgotten on the way. */
export async function openSession(services: CognitoServices, client: AppClient, username: string, challenge: SessionChallenge, tokenVerified = false): Promise<string> {
  const now = services.clock.now();
  const id = base64(services.random.bytes(96)).replaceAll("+", "-").replaceAll("/", "_");
  await services.metadata.transact((transaction) => {
    forgetRows<AuthSession>(transaction, ["auth-session"], (session) => session.expiresAt + KEPT_MS < now);
    const { clientId, userPoolId, authSessionValidity } = client;
    save(transaction, { id, clientId, userPoolId, username, challenge, tokenVerified, wrongCodes: 0, used: false, expiresAt: now + authSessionValidity * 60_000 });
  });
  return id;
}

/** What a session must be of. */
export interface SessionUse {
  readonly clientId?: string;
  readonly challenge?: SessionChallenge;
  /** As the request names its user; absent where the request names none. */
  readonly username?: string;
}

/** The session of that id, fit for that use. It is not spent yet. @throws AwsError NotAuthorizedException (aws-facts 4.3) */
export function readSession({ metadata, clock }: CognitoServices, id: string, use: SessionUse): AuthSession {
  const session = id.length > MAX_ID_LENGTH ? undefined : metadata.get<AuthSession>(["auth-session", id]);
  const isOther = (wanted: string | undefined, given: string): boolean => wanted !== undefined && wanted.toLowerCase() !== given.toLowerCase();
  if (session === undefined || isOther(use.clientId, session.clientId) || isOther(use.challenge, session.challenge) || isOther(use.username, session.username)) {
    throw invalidSession();
  }
  if (session.used) throw invalidSession(", session can only be used once.");
  if (session.expiresAt <= clock.now()) throw invalidSession(", session is expired.");
  return session;
}

/** Spends a session: of two requests at once only one goes on. @throws AwsError NotAuthorizedException */
export async function spendSession({ metadata }: CognitoServices, { id }: AuthSession): Promise<void> {
  await metadata.transact((transaction) => {
    const session = transaction.get<AuthSession>(["auth-session", id]);
    if (session === undefined || session.used) throw invalidSession(", session can only be used once.");
    save(transaction, { ...session, used: true });
  });
}

/** Counts a wrong code; too many spend the session. */
export async function countWrongCode({ metadata }: CognitoServices, { id }: AuthSession): Promise<void> {
  await metadata.transact((transaction) => {
    const session = transaction.get<AuthSession>(["auth-session", id]);
    if (session === undefined) return;
    const wrongCodes = session.wrongCodes + 1;
    save(transaction, { ...session, wrongCodes, used: session.used || wrongCodes >= MAX_WRONG_CODES });
  });
}

function save(transaction: MetadataTransaction, session: AuthSession): void {
  transaction.put(["auth-session", session.id], session);
}
