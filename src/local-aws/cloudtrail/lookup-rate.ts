import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { Clock } from "#local-aws/services.ts";

/** Lookups that one account may make per second in one Region (aws-facts 6.1 row 6). */
const PER_SECOND = 2;

/** Refuses lookups that come too fast: 400 ThrottlingException `Rate exceeded` (aws-facts 6.1 row 7). */
export function createLookupRate(clock: Clock): (accountId: string, region: string) => void {
  const recent = new Map<string, readonly number[]>();
  return (accountId, region) => {
    const now = clock.now();
    const name = `${accountId} ${region}`;
    const within = (recent.get(name) ?? []).filter((time) => now - time < 1000);
    if (within.length >= PER_SECOND) throw new AwsError(400, "ThrottlingException", "Rate exceeded");
    recent.set(name, [...within, now]);
  };
}
