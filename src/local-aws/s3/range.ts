import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { ObjectVersion } from "#local-aws/world.ts";
import { invalidArgument, invalidRequest } from "./request-errors.ts";

/** Bytes of an object that a read asks for: `offset` and `length` in plaintext bytes. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/** What a read answers: the whole object, or a piece of it as 206 with `contentRange`. */
export interface Selection extends ByteRange {
  readonly partial: boolean;
  /** Value of `Content-Range`, for a piece that has bytes. */
  readonly contentRange?: string;
  /** The part that was named by `partNumber`. */
  readonly partNumber?: number;
}

const MAX_PART_NUMBER = 10_000;

/**
 * The bytes that a `Range` header names, or `undefined` where S3 answers the whole object: no header, several ranges, another
 * unit, or a form that is no range.
 * @throws AwsError 416 `InvalidRange` for a range outside the object (aws-facts 1.8).
 */
export function parseRange(header: string | undefined, size: number): ByteRange | undefined {
  const match = /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? "");
  const [, first = "", last = ""] = match ?? [];
  if (match === null || (first === "" && last === "")) return undefined;
  if (first === "") {
    const length = Math.min(Number(last), size);
    if (length === 0) throw unsatisfiable(header ?? "", size);
    return { offset: size - length, length };
  }
  const offset = Number(first);
  const end = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== "" && Number(last) < offset) return undefined;
  if (offset >= size) throw unsatisfiable(header ?? "", size);
  return { offset, length: end - offset + 1 };
}

/**
 * What a GET or HEAD with this `Range` header and `partNumber` parameter reads. A part is answered as 206 like a range; an object
 * that was not uploaded in parts has the one part 1.
 * @throws AwsError 400 when both are given or the part number is none, 416 `InvalidRange`, 416 `InvalidPartNumber`.
 */
export function selectBytes(version: Pick<ObjectVersion, "size" | "parts" | "isMultipart">, range: string | undefined, partNumber: string | undefined): Selection {
  if (partNumber !== undefined) {
    if (range !== undefined) throw invalidRequest("Cannot specify both Range header and partNumber query parameter");
    return selectPart(version, partNumber);
  }
  const bytes = parseRange(range, version.size);
  if (bytes === undefined) return { offset: 0, length: version.size, partial: false };
  return { ...bytes, partial: true, contentRange: contentRange(bytes, version.size) };
}

function selectPart(version: Pick<ObjectVersion, "size" | "parts" | "isMultipart">, text: string): Selection {
  const partNumber = /^\d+$/.test(text) ? Number(text) : 0;
  if (partNumber < 1 || partNumber > MAX_PART_NUMBER) {
    throw invalidArgument("Part number must be an integer between 1 and 10000, inclusive", { ArgumentName: "partNumber", ArgumentValue: text });
  }
  const parts = version.isMultipart ? version.parts : [{ partNumber: 1, size: version.size }];
  const index = parts.findIndex((part) => part.partNumber === partNumber);
  const part = parts[index];
  if (part === undefined) {
    throw new AwsError(416, "InvalidPartNumber", "The requested partnumber is not satisfiable", {
      details: { ActualPartCount: String(parts.length), PartNumberRequested: text },
    });
  }
  const bytes = { offset: parts.slice(0, index).reduce((sum, { size }) => sum + size, 0), length: part.size };
  return { ...bytes, partial: true, partNumber, ...(part.size === 0 ? {} : { contentRange: contentRange(bytes, version.size) }) };
}

function contentRange({ offset, length }: ByteRange, size: number): string {
  return `bytes ${offset}-${offset + length - 1}/${size}`;
}

function unsatisfiable(requested: string, size: number): AwsError {
  return new AwsError(416, "InvalidRange", "The requested range is not satisfiable", {
    details: { RangeRequested: requested, ActualObjectSize: String(size) },
  });
}
