import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { ObjectVersion } from "#local-aws/world.ts";
import { invalidArgument } from "./request-errors.ts";

const MAX_TAGS = 10;
const MAX_KEY_LENGTH = 128;
const MAX_VALUE_LENGTH = 256;

/**
 * The tags of the `x-amz-tagging` header: URL query form, `a=1&b=2`. At most 10, keys up to 128 and values up to 256
 * characters (aws-facts 7).
 * @throws AwsError 400 `InvalidArgument` for a malformed header or a repeated key, `BadRequest` for too many tags, `InvalidTag`
 * for a key or value that S3 does not take.
 */
export function parseTaggingHeader(value: string): ObjectVersion["tags"] {
  const tags = value === "" ? [] : value.split("&").map((pair) => parsePair(pair, value));
  if (new Set(tags.map((tag) => tag.Key)).size < tags.length) throw malformed(value);
  if (tags.length > MAX_TAGS) throw new AwsError(400, "BadRequest", `Object tags cannot be greater than ${MAX_TAGS}`);
  for (const tag of tags) checkTag(tag);
  return tags;
}

function parsePair(pair: string, header: string): { Key: string; Value: string } {
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

function checkTag(tag: { readonly Key: string; readonly Value: string }): void {
  if (tag.Key === "" || tag.Key.length > MAX_KEY_LENGTH) throw invalidTag("The TagKey you have provided is invalid", tag.Key);
  if (tag.Value.length > MAX_VALUE_LENGTH) throw invalidTag("The TagValue you have provided is invalid", tag.Key);
  if (tag.Key.startsWith("aws:")) throw invalidTag("System tags cannot be added/updated by requester", tag.Key);
}

function invalidTag(message: string, tagKey: string): AwsError {
  return new AwsError(400, "InvalidTag", message, { details: { TagKey: tagKey } });
}

function malformed(value: string): AwsError {
  return invalidArgument(
    "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
    { ArgumentName: "x-amz-tagging", ArgumentValue: value },
  );
}
