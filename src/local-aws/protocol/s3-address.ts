import { decodePercent } from "./request-target.ts";

/** The bucket and key that an S3 request names. */
export interface S3Address {
  readonly bucket: string | undefined;
  /** Exactly as named: `..`, `//`, a leading slash and a trailing one are parts of a key. */
  readonly key: string | undefined;
}

/** Reads the address from the raw path: path style, or virtual-host style when the host named the bucket. */
export function readS3Address(rawPath: string, hostBucket: string | undefined): S3Address {
  const path = rawPath.slice(1);
  if (hostBucket !== undefined) return { bucket: hostBucket, key: keyOf(path) };
  const cut = path.indexOf("/");
  if (cut === -1) return { bucket: path === "" ? undefined : decodePercent(path), key: undefined };
  return { bucket: cut === 0 ? undefined : decodePercent(path.slice(0, cut)), key: keyOf(path.slice(cut + 1)) };
}

function keyOf(encoded: string): string | undefined {
  return encoded === "" ? undefined : decodePercent(encoded);
}
