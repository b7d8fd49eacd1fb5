import type { MetadataReader } from "#local-aws/store/metadata-store.ts";
import type { MultipartUpload } from "#local-aws/world.ts";
import { afterKey, afterPrefix, laterKey } from "./key-order.ts";
import { commonPrefixOf } from "./listing-walk.ts";

/** What ListMultipartUploads asks for. Markers are empty when they were not sent. */
export interface UploadListingRequest {
  readonly bucketName: string;
  readonly prefix: string;
  readonly delimiter: string;
  readonly keyMarker: string;
  /** Means something beside a key marker only: that key's uploads with a later id follow. */
  readonly uploadIdMarker: string;
  readonly maxUploads: number;
}

/** One entry of a page: an upload, or a common prefix in place of all whose keys begin with it. */
export type UploadEntry = { readonly kind: "upload"; readonly upload: MultipartUpload } | { readonly kind: "common-prefix"; readonly prefix: string };

/** A page, and whether more entries follow. */
export interface UploadPage {
  readonly entries: readonly UploadEntry[];
  readonly isTruncated: boolean;
}

/** Unfinished uploads in the order of their keys, those of one key in the order of their ids, which is that of initiation. */
export function listUploads(reader: MetadataReader, request: UploadListingRequest): UploadPage {
  const entries: UploadEntry[] = [];
  if (request.maxUploads === 0) return { entries, isTruncated: false };
  for (const entry of walk(reader, request)) {
    if (entries.length === request.maxUploads) return { entries, isTruncated: true };
    entries.push(entry);
  }
  return { entries, isTruncated: false };
}

/** Begins a new range behind each common prefix, so that a folder costs one row however many uploads it holds. */
function* walk(reader: MetadataReader, request: UploadListingRequest): Iterable<UploadEntry> {
  const { bucketName, prefix, delimiter } = request;
  const rows = ["upload", bucketName];
  let start: readonly string[] | undefined = firstRow(request);
  while (start !== undefined) {
    const range = { prefix: rows, start };
    start = undefined;
    for (const { value: upload } of reader.range<MultipartUpload>(range)) {
      if (!upload.key.startsWith(prefix)) return;
      const commonPrefix = commonPrefixOf(upload.key, prefix, delimiter);
      if (commonPrefix === undefined) {
        yield { kind: "upload", upload };
        continue;
      }
      yield { kind: "common-prefix", prefix: commonPrefix };
      const next = afterPrefix(commonPrefix);
      start = next === undefined ? undefined : [...rows, next];
      break;
    }
  }
}

/** Where a walk begins; undefined when nothing can follow the marker. */
function firstRow({ bucketName, prefix, delimiter, keyMarker, uploadIdMarker }: UploadListingRequest): readonly string[] | undefined {
  const rows = ["upload", bucketName];
  if (keyMarker === "") return [...rows, prefix];
  const listed = commonPrefixOf(keyMarker, prefix, delimiter);
  if (listed !== undefined) {
    const behind = afterPrefix(listed);
    return behind === undefined ? undefined : [...rows, behind];
  }
  if (uploadIdMarker !== "" && keyMarker.startsWith(prefix)) return [...rows, keyMarker, afterKey(uploadIdMarker)];
  return [...rows, laterKey(prefix, afterKey(keyMarker))];
}
