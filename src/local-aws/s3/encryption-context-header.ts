import { fromBase64 } from "#local-aws/protocol/bytes.ts";
import { invalidArgument } from "./request-errors.ts";

const HEADER = "x-amz-server-side-encryption-context";

/**
 * The pairs of the encryption context header: base64, standard alphabet with padding, of UTF-8 JSON that maps strings to
 * strings (aws-facts 2.1). The empty map is taken as a context without pairs (2.1, open).
 * @throws AwsError 400 `InvalidArgument` (aws-facts 1.9 row 18).
 */
export function parseContextHeader(value: string): Record<string, string> {
  const parsed = decodeJson(value.trim());
  if (!isStringMap(parsed)) {
    throw invalidArgument(
      `The header '${HEADER}' shall be Base64-encoded UTF-8 string holding JSON which represents a string-string map`,
      { ArgumentName: HEADER, ArgumentValue: value },
    );
  }
  return parsed;
}

function decodeJson(base64: string): unknown {
  const bytes = fromBase64(base64);
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

function isStringMap(value: unknown): value is Record<string, string> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([key, each]) => typeof each === "string" && isUnicode(key) && isUnicode(each));
}

/** JSON can escape half of a surrogate pair. As bytes all such halves look alike, so two different contexts would match. */
function isUnicode(text: string): boolean {
  try {
    encodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
