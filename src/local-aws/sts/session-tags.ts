import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { Caller, PrincipalTags } from "#local-aws/world.ts";
import { constraintError, readList } from "./sts-parameters.ts";

/** The tags of a new session, and which of them the sessions that it assumes inherit. */
export interface SessionTags {
  readonly tags: PrincipalTags;
  readonly transitiveTagKeys: readonly string[];
  /** Whether the request itself passes any: that needs sts:TagSession. */
  readonly passed: boolean;
}

const MAX_TAGS = 50;

/**
 * `Tags` and `TransitiveTagKeys`, together with what the calling session hands down.
 * @throws AwsError 400 `InvalidParameterValue` in the words of aws-facts 4.1 row 9, 400 `ValidationError` for limits
 */
export function readSessionTags(parameters: URLSearchParams, caller: Pick<Caller, "session"> | undefined): SessionTags {
  const passed = readList(parameters, "Tags").map(({ Key = "", Value = "" }) => ({ key: Key, value: Value }));
  if (passed.length > MAX_TAGS) throw constraintError("tags", `${passed.length} tags`, `have length less than or equal to ${MAX_TAGS}`);
  for (const { key, value } of passed) {
    if (key.length < 1 || key.length > 128) throw constraintError("tags.member.key", key, "have length between 1 and 128");
    if (value.length > 256) throw constraintError("tags.member.value", value, "have length less than or equal to 256");
  }
  const keys = passed.map(({ key }) => key.toLowerCase());
  const transitive = readList(parameters, "TransitiveTagKeys").map((member) => member[""] ?? "");
  if (transitive.some((key) => !keys.includes(key.toLowerCase()))) {
    throw invalidParameter("The specified transitive tag key must be included in the requested tags.");
  }
  if (new Set(keys).size < keys.length) throw invalidParameter("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  const inherited = inheritedTags(caller);
  if (Object.keys(inherited).some((key) => keys.includes(key.toLowerCase()))) {
    throw invalidParameter("One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.");
  }
  return {
    tags: { ...inherited, ...Object.fromEntries(passed.map(({ key, value }) => [key, value])) },
    transitiveTagKeys: [...Object.keys(inherited), ...transitive],
    passed: passed.length > 0,
  };
}

function inheritedTags(caller: Pick<Caller, "session"> | undefined): PrincipalTags {
  const { tags = {}, transitiveTagKeys = [] } = caller?.session ?? {};
  const kept = new Set(transitiveTagKeys.map((key) => key.toLowerCase()));
  return Object.fromEntries(Object.entries(tags).filter(([key]) => kept.has(key.toLowerCase())));
}

/** The condition keys that trust policies may ask for: `aws:RequestTag/…`, `aws:TagKeys`, `sts:TransitiveTagKeys`. */
export function tagConditions({ tags, transitiveTagKeys, passed }: SessionTags): Readonly<Record<string, readonly string[]>> {
  if (!passed) return {};
  return {
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:requesttag/${key.toLowerCase()}`, [value]])),
    "aws:tagkeys": Object.keys(tags),
    ...(transitiveTagKeys.length === 0 ? {} : { "sts:transitivetagkeys": transitiveTagKeys }),
  };
}

function invalidParameter(message: string): AwsError {
  return new AwsError(400, "InvalidParameterValue", message);
}
