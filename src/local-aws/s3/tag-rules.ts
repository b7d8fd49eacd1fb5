import { AwsError } from "#local-aws/protocol/aws-error.ts";

/** A tag of an object or a bucket. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

const MAX_KEY_LENGTH = 128;
const MAX_VALUE_LENGTH = 256;
/** What S3 takes in keys and values: letters, digits and white space of any language, and these signs. */
const CHARACTERS = /^[\p{L}\p{N}\s_.:/=+\-@]*$/u;

/** How S3 counts and refuses the tags of each: at most 10 on an object, 50 on a bucket (aws-facts 7). */
const KINDS = {
  object: { maxTags: 10, tooMany: "Object tags cannot be greater than 10", systemTag: "Your TagKey cannot be prefixed with aws:" },
  bucket: { maxTags: 50, tooMany: "Bucket tag count cannot be greater than 50", systemTag: "System tags cannot be added/updated by requester" },
} as const;

/**
 * Refuses a set of tags that S3 does not take, the first at fault in the order sent.
 * @throws AwsError 400 `BadRequest` for too many; 400 `InvalidTag` for a key twice, one of AWS's own, or text that is no tag's
 */
export function checkTags(tags: readonly Tag[], kind: keyof typeof KINDS): void {
  const { maxTags, tooMany, systemTag } = KINDS[kind];
  if (tags.length > maxTags) throw new AwsError(400, "BadRequest", tooMany);
  const seen = new Set<string>();
  for (const { Key, Value } of tags) {
    if (seen.has(Key)) throw invalidTag("Cannot provide multiple Tags with the same key", { TagKey: Key });
    if (Key.startsWith("aws:")) throw invalidTag(systemTag, { TagKey: Key });
    if (Key === "" || Key.length > MAX_KEY_LENGTH || !isTagText(Key)) throw invalidTag("The TagKey you have provided is invalid", { TagKey: Key });
    if (Value.length > MAX_VALUE_LENGTH || !isTagText(Value)) throw invalidTag("The TagValue you have provided is invalid", { TagKey: Key, TagValue: Value });
    seen.add(Key);
  }
}

/** Whether all characters of a text may stand in a tag. */
export function isTagText(text: string): boolean {
  return CHARACTERS.test(text);
}

function invalidTag(message: string, details: Readonly<Record<string, string>>): AwsError {
  return new AwsError(400, "InvalidTag", message, { details });
}
