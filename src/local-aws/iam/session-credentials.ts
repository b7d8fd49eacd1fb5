import { base64 } from "#local-aws/protocol/bytes.ts";
import type { Services } from "#local-aws/services.ts";
import type { MetadataReader } from "#local-aws/store/metadata-store.ts";
import type { AccessKey, CredentialSession } from "#local-aws/world.ts";
import { saveAccessKey } from "./principals.ts";

/** Temporary credentials as STS hands them out. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** What a new session is: whose, how it came to be, and how long it lasts. */
export interface NewSession extends Partial<Pick<CredentialSession, "name" | "policies" | "tags" | "transitiveTagKeys" | "webIdentity">> {
  readonly owner: AccessKey["owner"];
  readonly source: CredentialSession["source"];
  readonly durationSeconds: number;
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/** An expired session is kept this long, so that its holder is told "expired" and not "no such key". Milliseconds. */
const EXPIRED_SESSION_KEPT_MS = 24 * 60 * 60 * 1000;

/**
 * Makes and stores session credentials: an `ASIA…` key id, a 40 character secret and an opaque token of 1,536 random bits. Sessions
 * that ended more than a day ago are forgotten on the way.
 */
export async function newSessionCredentials(services: Pick<Services, "clock" | "random" | "metadata">, session: NewSession): Promise<SessionCredentials> {
  const { owner, durationSeconds, source, name, webIdentity, policies = [], tags = {}, transitiveTagKeys = [] } = session;
  const now = services.clock.now();
  const accessKeyId = `ASIA${Array.from(services.random.bytes(16), (byte) => BASE32[byte % 32]).join("")}`;
  const secretAccessKey = base64(services.random.bytes(30));
  const sessionToken = base64(services.random.bytes(192));
  const expiresAt = now + durationSeconds * 1000;
  const stored: CredentialSession = {
    sessionToken,
    issuedAt: now,
    expiresAt,
    source,
    policies,
    tags,
    transitiveTagKeys,
    ...(name !== undefined && { name }),
    ...(webIdentity && { webIdentity }),
  };
  await services.metadata.transact((transaction) => {
    for (const expired of longExpired(transaction, now)) transaction.remove(["access-key", expired]);
    saveAccessKey(transaction, { accessKeyId, secretAccessKey, owner, session: stored });
  });
  return { accessKeyId, secretAccessKey, sessionToken, expiresAt };
}

function longExpired(reader: MetadataReader, now: number): string[] {
  return [...reader.range<AccessKey>({ prefix: ["access-key"] })]
    .filter(({ value }) => value.session !== undefined && value.session.expiresAt + EXPIRED_SESSION_KEPT_MS < now)
    .map(({ value }) => value.accessKeyId);
}
