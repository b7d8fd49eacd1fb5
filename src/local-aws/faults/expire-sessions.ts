import type { Services } from "#local-aws/services.ts";
import type { AccessKey } from "#local-aws/world.ts";
import type { SessionsToEnd } from "./fault.ts";

/** Ends sessions now: their next request meets an expired token. Returns how many were still open. */
export function expireSessions({ clock, metadata }: Pick<Services, "clock" | "metadata">, whose: SessionsToEnd): Promise<number> {
  const now = clock.now();
  return metadata.transact((transaction) => {
    let count = 0;
    for (const { key, value } of transaction.range<AccessKey>({ prefix: ["access-key"] })) {
      if (value.session === undefined || value.session.expiresAt <= now || !isOf(value, whose)) continue;
      transaction.put<AccessKey>(key, { ...value, session: { ...value.session, expiresAt: now } });
      count += 1;
    }
    return count;
  });
}

function isOf({ accessKeyId, owner }: AccessKey, whose: SessionsToEnd): boolean {
  if ("accessKeyId" in whose) return accessKeyId === whose.accessKeyId;
  if ("userName" in whose) return owner.type === "user" && owner.userName === whose.userName;
  return owner.type === "role" && owner.roleName === whose.roleName;
}
