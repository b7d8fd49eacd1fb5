import { type ConditionTarget, evaluateConditions } from "./preconditions.ts";
import type { ByteRange } from "./range.ts";
import { invalidArgument, invalidRequest, preconditionFailed } from "./request-errors.ts";
import type { HeaderReader } from "./write-headers.ts";

/** What `x-amz-copy-source` names. */
export interface CopySource {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
}

const HEADER = "x-amz-copy-source";
const RANGE_HEADER = `${HEADER}-range`;

/**
 * Parses `x-amz-copy-source`: `bucket/key`, percent-encoded, with or without a leading slash, and `?versionId=` behind it.
 * The question mark is looked for before decoding, so a key may hold one as `%3F`.
 * @throws AwsError 400 `InvalidArgument`.
 */
export function parseCopySource(value: string): CopySource {
  const [path, versionId] = splitOnce(value, "?versionId=");
  let decoded: string;
  try {
    decoded = decodeURIComponent(path).replace(/^\//, "");
  } catch {
    throw malformedSource(value);
  }
  const [bucket, key = ""] = splitOnce(decoded, "/");
  if (bucket === "" || key === "") throw malformedSource(value);
  return versionId === undefined || versionId === "" ? { bucket, key } : { bucket, key, versionId };
}

/**
 * The range of an UploadPartCopy within a source of `size` bytes; the whole source when none was sent.
 * @throws AwsError 400 `InvalidArgument` for another form, or one that ends beyond the source's end; 400 `InvalidRequest` for one that
 * begins there.
 */
export function parseCopyRange(value: string | undefined, size: number): ByteRange {
  if (value === undefined) return { offset: 0, length: size };
  const match = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(value);
  const first = Number(match?.[1]);
  const last = Number(match?.[2]);
  if (match === null || last < first) {
    throw invalidArgument(
      "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
      { ArgumentName: RANGE_HEADER, ArgumentValue: value },
    );
  }
  if (first >= size) throw invalidRequest("The specified copy range is invalid for the source object size");
  if (last >= size) {
    throw invalidArgument(`Range specified is not valid for source object of size: ${size}`, { ArgumentName: RANGE_HEADER, ArgumentValue: value });
  }
  return { offset: first, length: last - first + 1 };
}

/**
 * Holds the four conditions of a copy at the time `now`, in ms, against its source; like a read's, but each failure is 412 and named by its
 * header.
 * @throws AwsError 412 `PreconditionFailed`.
 */
export function checkCopyConditions(header: HeaderReader, source: ConditionTarget, now: number): void {
  const conditions = {
    ifMatch: header(`${HEADER}-if-match`),
    ifNoneMatch: header(`${HEADER}-if-none-match`),
    ifModifiedSince: header(`${HEADER}-if-modified-since`),
    ifUnmodifiedSince: header(`${HEADER}-if-unmodified-since`),
  };
  const outcome = evaluateConditions(conditions, source, now);
  if (outcome.kind === "failed") throw preconditionFailed(`${HEADER}-${outcome.condition}`);
  if (outcome.kind === "not-modified") {
    throw preconditionFailed(`${HEADER}-${conditions.ifNoneMatch === undefined ? "If-Modified-Since" : "If-None-Match"}`);
  }
}

function splitOnce(text: string, separator: string): readonly [string, string | undefined] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + separator.length)];
}

function malformedSource(value: string): Error {
  return invalidArgument("Copy Source must mention the source bucket and key: sourcebucket/sourcekey", {
    ArgumentName: HEADER,
    ArgumentValue: value,
  });
}
