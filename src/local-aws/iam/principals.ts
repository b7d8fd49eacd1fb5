import { base64 } from "#local-aws/protocol/bytes.ts";
import type { Services } from "#local-aws/services.ts";
import type { MetadataReader, MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import type { AccessKey, Caller, Principal } from "#local-aws/world.ts";

/** The user of that name. Row `["principal", userName]`. */
export function findPrincipal(reader: MetadataReader, userName: string): Principal | undefined {
  return reader.get<Principal>(["principal", userName]);
}

/** Writes a user, in place of one of the same name. */
export function savePrincipal(transaction: MetadataTransaction, principal: Principal): void {
  transaction.put<Principal>(["principal", principal.userName], principal);
}

/** The access key of that id, expired sessions included. Row `["access-key", accessKeyId]`. */
export function findAccessKey(reader: MetadataReader, accessKeyId: string): AccessKey | undefined {
  return reader.get<AccessKey>(["access-key", accessKeyId]);
}

/** Writes an access key, in place of one of the same id. */
export function saveAccessKey(transaction: MetadataTransaction, accessKey: AccessKey): void {
  transaction.put<AccessKey>(["access-key", accessKey.accessKeyId], accessKey);
}

/** Temporary credentials as STS hands them out. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/** An expired session is kept this long, so that its holder is told "expired" and not "no such key". Milliseconds. */
const EXPIRED_SESSION_KEPT_MS = 24 * 60 * 60 * 1000;

/**
 * Makes and stores session credentials of the caller's user: an `ASIA…` key id, a 40 character secret and an opaque token of
 * 1,536 random bits. Sessions that ended more than a day ago are forgotten on the way.
 */
export async function newSessionCredentials(
  services: Pick<Services, "clock" | "random" | "metadata">,
  caller: Caller,
  durationSeconds: number,
): Promise<SessionCredentials> {
  const now = services.clock.now();
  const credentials: SessionCredentials = {
    accessKeyId: `ASIA${Array.from(services.random.bytes(16), (byte) => BASE32[byte % 32]).join("")}`,
    secretAccessKey: base64(services.random.bytes(30)),
    sessionToken: base64(services.random.bytes(192)),
    expiresAt: now + durationSeconds * 1000,
  };
  await services.metadata.transact((transaction) => {
    for (const accessKeyId of longExpired(transaction, now)) transaction.remove(["access-key", accessKeyId]);
    saveAccessKey(transaction, { ...credentials, userName: caller.principal.userName });
  });
  return credentials;
}

function longExpired(reader: MetadataReader, now: number): string[] {
  return [...reader.range<AccessKey>({ prefix: ["access-key"] })]
    .filter(({ value }) => value.expiresAt !== undefined && value.expiresAt + EXPIRED_SESSION_KEPT_MS < now)
    .map(({ value }) => value.accessKeyId);
}
