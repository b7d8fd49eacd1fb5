import type { MetadataKey, MetadataReader } from "#local-aws/store/metadata-store.ts";
import type { ObjectVersion } from "#local-aws/world.ts";
import { afterKey, afterPrefix, compareKeys, laterKey } from "./key-order.ts";

/**
 * So many further versions of a key are read past before the walk opens a new range behind the key: most keys have few, and
 * stepping is cheaper than seeking.
 */
const STEPS_BEFORE_SEEK = 8;

/** What a listing asks for. */
export interface ListingRequest {
  readonly bucketName: string;
  readonly prefix: string;
  readonly delimiter: string;
  /** The listing begins after this key, or after the common prefix that holds it. Empty: at the beginning. */
  readonly after: string;
  readonly maxKeys: number;
}

/** One entry of a page, in key order: an object (or version), or a common prefix in place of all keys that begin with it. */
export type ListingEntry =
  | { readonly kind: "version"; readonly version: ObjectVersion; readonly isLatest: boolean }
  | { readonly kind: "common-prefix"; readonly prefix: string };

/** The version behind which a listing of versions goes on; without `order`, the key's newest version is listed first again. */
export interface VersionMarker {
  readonly key: string;
  readonly order: number | undefined;
}

/** A page, and whether more entries follow. */
export interface ListingPage {
  readonly entries: readonly ListingEntry[];
  readonly isTruncated: boolean;
}

/** Objects as ListObjects sees them: the newest version of each key, delete markers left out. */
export function listCurrent(reader: MetadataReader, request: ListingRequest): ListingPage {
  return takePage(walk(reader, request, { currentOnly: true }), request.maxKeys);
}

/**
 * All versions and delete markers, newest first within a key. With `afterVersion`, the key `after` itself is listed too, from
 * behind that version on.
 */
export function listVersions(reader: MetadataReader, request: ListingRequest, afterVersion?: VersionMarker): ListingPage {
  return takePage(walk(reader, request, { currentOnly: false, afterVersion }), request.maxKeys);
}

/** The common prefix that stands for `key`: up to and with the first delimiter behind the prefix; undefined when it has none. */
export function commonPrefixOf(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === "" || !key.startsWith(prefix)) return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at === -1 ? undefined : key.slice(0, at + delimiter.length);
}

function takePage(entries: Iterable<ListingEntry>, maxKeys: number): ListingPage {
  const page: ListingEntry[] = [];
  // S3 answers a page of none as complete.
  if (maxKeys === 0) return { entries: page, isTruncated: false };
  for (const entry of entries) {
    if (page.length === maxKeys) return { entries: page, isTruncated: true };
    page.push(entry);
  }
  return { entries: page, isTruncated: false };
}

/**
 * Entries in key order, read as they are asked for. After a common prefix the walk opens a new range behind it, so that a
 * folder costs one row however many keys it holds.
 */
function* walk(
  reader: MetadataReader,
  request: ListingRequest,
  mode: { readonly currentOnly: boolean; readonly afterVersion?: VersionMarker | undefined },
): Iterable<ListingEntry> {
  const { bucketName, prefix, delimiter } = request;
  const end = afterPrefix(prefix);
  let start: MetadataKey | undefined = firstRow(request, end, mode.afterVersion);
  let key = mode.afterVersion?.order === undefined ? undefined : mode.afterVersion.key;
  while (start !== undefined) {
    const range = { prefix: ["version", bucketName], start, ...(end === undefined ? {} : { end: ["version", bucketName, end] }) };
    start = undefined;
    let steps = 0;
    for (const { value: version } of reader.range<ObjectVersion>(range)) {
      const isLatest = version.key !== key;
      key = version.key;
      steps = isLatest ? 0 : steps + 1;
      if (mode.currentOnly && steps === STEPS_BEFORE_SEEK) {
        start = ["version", bucketName, afterKey(key)];
        break;
      }
      if (mode.currentOnly && (!isLatest || version.isDeleteMarker)) continue;
      const commonPrefix = commonPrefixOf(key, prefix, delimiter);
      if (commonPrefix === undefined) {
        yield { kind: "version", version, isLatest };
        continue;
      }
      yield { kind: "common-prefix", prefix: commonPrefix };
      const next = afterPrefix(commonPrefix);
      start = next === undefined ? undefined : ["version", bucketName, next];
      break;
    }
  }
}

/** Where a walk begins; undefined when it ends before it begins. */
function firstRow(request: ListingRequest, end: string | undefined, afterVersion: VersionMarker | undefined): MetadataKey | undefined {
  const { bucketName, prefix, after } = request;
  const listed = commonPrefixOf(after, prefix, request.delimiter);
  if (afterVersion !== undefined && listed === undefined && afterVersion.key.startsWith(prefix)) {
    const { key, order } = afterVersion;
    return order === undefined ? ["version", bucketName, key] : ["version", bucketName, key, order + 1];
  }
  const behind = listed === undefined ? afterKey(after) : afterPrefix(listed);
  if (behind === undefined) return undefined;
  const first = after === "" ? prefix : laterKey(prefix, behind);
  return end !== undefined && compareKeys(first, end) >= 0 ? undefined : ["version", bucketName, first];
}
