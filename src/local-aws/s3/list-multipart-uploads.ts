import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { xmlAnswer, xmlTime } from "./answers.ts";
import { readNameEncoding } from "./listing-request.ts";
import { readPageSize } from "./page-parameters.ts";
import { requestBucket } from "./request-bucket.ts";
import { listUploads, type UploadEntry } from "./upload-listing.ts";
import type { WriteServices } from "./write-request.ts";

/** ListMultipartUploads: the unfinished uploads of a bucket, with prefix, delimiter and markers; no encryption members (aws-facts 1.1). */
export function listMultipartUploads(services: Pick<WriteServices, "metadata">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    authorizeBucket(request, "s3:ListBucketMultipartUploads", bucket);
    const { query } = request;
    const encoding = readNameEncoding(query);
    const prefix = query.get("prefix") ?? "";
    const delimiter = query.get("delimiter") ?? "";
    const keyMarker = query.get("key-marker") ?? "";
    const uploadIdMarker = keyMarker === "" ? "" : (query.get("upload-id-marker") ?? "");
    const maxUploads = readPageSize(query, "max-uploads");
    const page = listUploads(services.metadata, { bucketName: bucket.name, prefix, delimiter, keyMarker, uploadIdMarker, maxUploads });
    // S3 names the last upload also where nothing is behind it; IsTruncated alone tells whether to go on.
    const next = markersAfter(page.entries.at(-1));
    return xmlAnswer("ListMultipartUploadsResult", {
      Bucket: bucket.name,
      KeyMarker: encoding.encode(keyMarker),
      UploadIdMarker: uploadIdMarker,
      NextKeyMarker: encoding.encode(next.key),
      NextUploadIdMarker: next.uploadId,
      Prefix: prefix === "" ? undefined : encoding.encode(prefix),
      Delimiter: delimiter === "" ? undefined : encoding.encode(delimiter),
      EncodingType: encoding.encodingType,
      MaxUploads: maxUploads,
      IsTruncated: page.isTruncated,
      Upload: page.entries.flatMap((entry) => {
        if (entry.kind === "common-prefix") return [];
        const { upload } = entry;
        return [
          {
            Key: encoding.encode(upload.key),
            UploadId: upload.uploadId,
            Initiator: { ID: upload.initiatorArn, DisplayName: upload.initiatorName },
            Owner: { ID: bucket.ownerId },
            StorageClass: upload.storageClass,
            Initiated: xmlTime(upload.initiatedAt),
            ChecksumAlgorithm: upload.checksumAlgorithm,
            ChecksumType: upload.checksumType,
          },
        ];
      }),
      CommonPrefixes: page.entries.flatMap((entry) => (entry.kind === "common-prefix" ? [{ Prefix: encoding.encode(entry.prefix) }] : [])),
    });
  };
}

function markersAfter(entry: UploadEntry | undefined): { readonly key: string; readonly uploadId: string } {
  if (entry === undefined) return { key: "", uploadId: "" };
  return entry.kind === "common-prefix" ? { key: entry.prefix, uploadId: "" } : { key: entry.upload.key, uploadId: entry.upload.uploadId };
}
