import type { AwsFailure } from "#domain/failure.ts";

type AccessDenied = Extract<AwsFailure, { kind: "access-denied" }>;

/** What an AccessDenied message tells: S3 quotes the resource, KMS does not (aws-facts 5.4). All of it may be absent. */
export type Denial = Pick<AccessDenied, "action" | "resource" | "deniedBy">;

/** Reads an AccessDenied message. A plain "Access Denied" tells nothing. */
export function parseDenial(message: string): Denial {
  const action = /not authorized to perform: ([a-z0-9-]+:[A-Za-z*]+)/.exec(message)?.[1];
  const resource =
    /on resource: "(.*)"(?= (?:with|because)|$)/s.exec(message)?.[1] ?? /on resource: ([^"]\S*)/.exec(message)?.[1];
  return { action, resource, deniedBy: deniedBy(message) };
}

function deniedBy(message: string): Denial["deniedBy"] {
  const explicit = /with an explicit deny in an? ([a-z -]+)/.exec(message)?.[1];
  if (explicit !== undefined) return policyKind(explicit);
  const missing = /because no ([a-z -]+?) allows/.exec(message)?.[1];
  if (missing === undefined) return undefined;
  const kind = policyKind(missing);
  // Either of these two could have allowed it, so neither alone is the reason
  return kind === "identity-policy" || kind === "resource-policy" ? "none-allows" : kind;
}

function policyKind(words: string): Denial["deniedBy"] {
  if (words.startsWith("identity-based")) return "identity-policy";
  if (words.startsWith("resource-based")) return "resource-policy";
  if (words.startsWith("session")) return "session-policy";
  if (words.startsWith("permissions boundary")) return "boundary";
  if (words.startsWith("service control")) return "service-control-policy";
  return undefined;
}
