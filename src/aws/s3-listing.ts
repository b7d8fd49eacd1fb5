import { ListObjectVersionsCommand, ListObjectsV2Command, type _Object } from "@aws-sdk/client-s3";
import type { ObjectPage, ObjectSummary, ObjectVersionSummary, VersionPage } from "#domain/object.ts";
import type { Aws, CallOptions } from "./aws.ts";
import { inBucket, type Door } from "./door.ts";
import { nameDecoder, unquote } from "./s3-answers.ts";

/** Most rows S3 gives in one page (aws-facts 7). */
const PAGE_SIZE = 1000;

/** A page of the objects and folders right under a prefix. */
export async function listObjects(door: Door, request: Parameters<Aws["listObjects"]>[0], { signal }: CallOptions = {}): Promise<ObjectPage> {
  const answer = await inBucket(door, request.bucket, "ListObjectsV2", (region) =>
    door.clients.s3(region).send(
      new ListObjectsV2Command({
        Bucket: request.bucket,
        Prefix: request.prefix,
        Delimiter: "/",
        EncodingType: "url",
        ContinuationToken: request.token,
        MaxKeys: request.pageSize ?? PAGE_SIZE,
      }),
      { abortSignal: signal },
    ),
  );
  const decode = nameDecoder(answer.EncodingType);
  return {
    objects: (answer.Contents ?? []).map((row) => summary(row, decode)),
    folders: (answer.CommonPrefixes ?? []).map(({ Prefix = "" }) => decode(Prefix)),
    nextToken: answer.NextContinuationToken,
  };
}

/** A page of versions and delete markers under a prefix, or of exactly one key. */
export async function listObjectVersions(
  door: Door,
  request: Parameters<Aws["listObjectVersions"]>[0],
  { signal }: CallOptions = {},
): Promise<VersionPage> {
  const answer = await inBucket(door, request.bucket, "ListObjectVersions", (region) =>
    door.clients.s3(region).send(
      new ListObjectVersionsCommand({
        Bucket: request.bucket,
        Prefix: request.prefix,
        Delimiter: request.exactKey === true ? undefined : "/",
        EncodingType: "url",
        KeyMarker: request.keyMarker,
        VersionIdMarker: request.versionIdMarker,
        MaxKeys: request.pageSize ?? PAGE_SIZE,
      }),
      { abortSignal: signal },
    ),
  );
  const decode = nameDecoder(answer.EncodingType);
  const rows: readonly ObjectVersionSummary[] = [
    ...(answer.Versions ?? []).map((row) => ({ ...summary(row, decode), ...version(row), isDeleteMarker: false })),
    ...(answer.DeleteMarkers ?? []).map((row) => ({ ...summary(row, decode), ...version(row), isDeleteMarker: true })),
  ].toSorted(byKeyThenNewest);
  const versions = request.exactKey === true ? rows.filter(({ key }) => key === request.prefix) : rows;
  const nextKeyMarker = answer.NextKeyMarker === undefined ? undefined : decode(answer.NextKeyMarker);
  // A key sorts before the longer keys it is a prefix of: the first other key ends the search
  const ended = request.exactKey === true && nextKeyMarker !== request.prefix;
  return {
    versions,
    folders: (answer.CommonPrefixes ?? []).map(({ Prefix = "" }) => decode(Prefix)),
    nextKeyMarker: ended ? undefined : nextKeyMarker,
    nextVersionIdMarker: ended ? undefined : answer.NextVersionIdMarker,
  };
}

function summary(row: Pick<_Object, "Key" | "LastModified"> & { ETag?: string; Size?: number; StorageClass?: string }, decode: (name: string) => string): ObjectSummary {
  return {
    key: decode(row.Key ?? ""),
    size: row.Size ?? 0,
    lastModified: row.LastModified?.getTime() ?? 0,
    etag: unquote(row.ETag) ?? "",
    storageClass: row.StorageClass ?? "STANDARD",
  };
}

function version(row: { VersionId?: string; IsLatest?: boolean }): Pick<ObjectVersionSummary, "versionId" | "isLatest"> {
  return { versionId: row.VersionId ?? "null", isLatest: row.IsLatest ?? false };
}

/** S3 lists versions and delete markers apart; together they are read by key, then newest first. */
function byKeyThenNewest(a: ObjectVersionSummary, b: ObjectVersionSummary): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  if (a.isLatest !== b.isLatest) return a.isLatest ? -1 : 1;
  return b.lastModified - a.lastModified;
}
