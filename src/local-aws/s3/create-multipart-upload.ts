import { createDataKey } from "#local-aws/envelope/data-key.ts";
import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { MultipartUpload } from "#local-aws/world.ts";
import { xmlAnswer } from "./answers.ts";
import { readMultipartChecksum } from "./checksum-request.ts";
import { withKmsErrors } from "./kms-errors.ts";
import { newUploadId, uploadRow } from "./multipart-uploads.ts";
import { readObjectAttributes } from "./object-attributes-request.ts";
import { noSuchBucket } from "./request-bucket.ts";
import { sentEncryption } from "./request-conditions.ts";
import { encryptionHeaders } from "./response-headers.ts";
import { beginWrite, type WriteServices } from "./write-request.ts";

/**
 * CreateMultipartUpload: fixes the encryption, the data key included, and everything else that the object will be but its bytes.
 * A key that KMS refuses is reported here already (aws-facts 1.7).
 */
export function createMultipartUpload(services: WriteServices): S3Operation {
  return async (request) => {
    const { bucket, key, header, resolved, encryption: sent } = beginWrite(services, request);
    const attributes = readObjectAttributes(request);
    const checksum = readMultipartChecksum(header);
    const { encryption } = await withKmsErrors(() =>
      createDataKey(services, { caller: request.caller, region: bucket.region, bucket: bucket.name, key, resolved }),
    );
    const upload: MultipartUpload = {
      ...attributes,
      ...checksum,
      bucket: bucket.name,
      key,
      uploadId: newUploadId(services),
      initiatedAt: services.clock.now(),
      initiatorArn: request.caller?.arn ?? "",
      initiatorName: request.caller?.name ?? "",
      encryption,
      sentEncryption: sentEncryption(request.headers),
    };
    await services.metadata.transact((transaction) => {
      if (transaction.get(["bucket", bucket.name]) === undefined) throw noSuchBucket(bucket.name);
      transaction.put(uploadRow(upload), upload);
    });
    const result = { Bucket: upload.bucket, Key: key, UploadId: upload.uploadId };
    return xmlAnswer("InitiateMultipartUploadResult", result, {
      ...(upload.checksumAlgorithm === undefined ? {} : { "x-amz-checksum-algorithm": upload.checksumAlgorithm }),
      ...(upload.checksumType === undefined ? {} : { "x-amz-checksum-type": upload.checksumType }),
      ...encryptionHeaders(encryption, sent),
    });
  };
}
