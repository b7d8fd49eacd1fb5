import type { AwsError } from "#local-aws/protocol/aws-error.ts";
import { invalidArgument } from "./request-errors.ts";
import { checkTags, isTagText, type Tag } from "./tag-rules.ts";

/**
 * The tags of the `x-amz-tagging` header: URL query form, `a=1&b=2`. At most 10, keys up to 128 and values up to 256
 * characters (aws-facts 7).
 * @throws AwsError 400 `InvalidArgument` for a malformed header, a repeated key or a character that no tag has; as `checkTags`.
 */
export function parseTaggingHeader(value: string): readonly Tag[] {
  const tags = value === "" ? [] : value.split("&").map((pair) => parsePair(pair, value));
  if (new Set(tags.map((tag) => tag.Key)).size < tags.length) throw malformed(value);
  if (!tags.every((tag) => isTagText(tag.Key) && isTagText(tag.Value))) throw malformed(value);
  checkTags(tags, "object");
  return tags;
}

function parsePair(pair: string, header: string): Tag {
  const [key = "", ...rest] = pair.split("=");
  try {
    return { Key: decodeFormPart(key), Value: decodeFormPart(rest.join("=")) };
  } catch {
    throw malformed(header);
  }
}

function decodeFormPart(text: string): string {
  return decodeURIComponent(text.replaceAll("+", " "));
}

function malformed(value: string): AwsError {
  return invalidArgument(
    "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
    { ArgumentName: "x-amz-tagging", ArgumentValue: value },
  );
}
