import type { KmsKey } from "#local-aws/world.ts";
import { constraint, tagProblem } from "./kms-errors.ts";
import type { KmsInput } from "./kms-input.ts";

type Tags = KmsKey["tags"];

/** aws-facts 3.5, 7. */
const MAX_TAGS = 50;

/**
 * Reads and checks `Tags`: at most 50, unique keys, none of AWS's own.
 * @throws AwsError TagException, ValidationException (aws-facts 3.5)
 */
export function readTags(input: KmsInput): Tags {
  const tags = input.tags("Tags");
  for (const [index, { TagKey, TagValue }] of tags.entries()) {
    checkLength(`tags.${index + 1}.member.tagKey`, TagKey, 1, 128);
    checkLength(`tags.${index + 1}.member.tagValue`, TagValue, 0, 256);
    if (TagKey.toLowerCase().startsWith("aws:")) throw tagProblem("Tags beginning with aws: are reserved");
  }
  if (tags.length > MAX_TAGS) throw tagProblem("Too many tags");
  if (new Set(tags.map((tag) => tag.TagKey)).size < tags.length) throw tagProblem("Duplicate tag keys");
  return tags;
}

/** A key's tags with these added, or put in place of those of the same keys. @throws AwsError TagException for more than 50 */
export function withTags(before: Tags, added: Tags): Tags {
  const tags = [...new Map([...before, ...added].map((tag) => [tag.TagKey, tag])).values()];
  if (tags.length > MAX_TAGS) throw tagProblem("Too many tags");
  return tags;
}

function checkLength(member: string, text: string, least: number, most: number): void {
  if (text.length < least) throw constraint(member, text, `Member must have length greater than or equal to ${least}`);
  if (text.length > most) throw constraint(member, text, `Member must have length less than or equal to ${most}`);
}
