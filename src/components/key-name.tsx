import { useQuery } from "@tanstack/react-query";
import { accountOf } from "#domain/credentials.ts";
import { keyTitle, parseKeyReference, shortKeyId } from "#domain/kms-key.ts";
import { kmsKeys } from "#queries/keys.ts";
import { useSession } from "#session/session-context.tsx";

/**
 * A KMS key by the name people know it by: its alias where the caller may list aliases, else its short id. `reference` is whatever
 * AWS answered: ARN, id or alias; `region` is where a bare id lives.
 */
export function KeyName({ reference, region }: { readonly reference: string; readonly region?: string | undefined }) {
  return <span title={reference}>{useKeyName(reference, region)}</span>;
}

/** The name alone. */
function useKeyName(reference: string, region?: string): string {
  const session = useSession();
  const parsed = parseKeyReference(reference);
  const keyId = parsed?.kind === "key-id" || parsed?.kind === "key-arn" ? parsed.keyId : undefined;
  const home = parsed?.kind === "key-arn" ? parsed.region : (region ?? session.region);
  // Aliases of another account's keys cannot be listed: asking this account for them would only waste a call.
  const foreign = parsed?.kind === "key-arn" && parsed.accountId !== accountOf(session.caller);
  const keys = useQuery({ ...kmsKeys(home), enabled: keyId !== undefined && !foreign });
  if (parsed?.kind === "alias-name" || parsed?.kind === "alias-arn") return parsed.aliasName.replace(/^alias\//, "");
  if (keyId === undefined) return reference;
  const listing = keys.data?.find((key) => key.keyId === keyId);
  return listing === undefined ? shortKeyId(keyId) : keyTitle(listing);
}
