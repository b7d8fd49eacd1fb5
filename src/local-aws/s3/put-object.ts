import { createDataKey } from "#local-aws/envelope/data-key.ts";
import type { S3Operation, S3Request } from "#local-aws/protocol/request-context.ts";
import { emptyAnswer } from "./answers.ts";
import { withKmsErrors } from "./kms-errors.ts";
import { checkDeclaredLength, writeRequestBody } from "./measured-body.ts";
import { readObjectAttributes } from "./object-attributes-request.ts";
import { newestVersion } from "./object-versions.ts";
import { checksumHeaders, encryptionHeaders, versionIdHeaders } from "./response-headers.ts";
import { commitBody, newObject, storeObject } from "./store-object.ts";
import { checkWriteCondition, readWriteCondition } from "./write-condition.ts";
import { beginWrite, type WriteServices } from "./write-request.ts";

/**
 * PutObject: encrypts the body as it arrives and makes it visible only when all of it was verified. A condition is checked
 * twice, before the body to refuse early and with the write itself, so that of several writers exactly one wins.
 */
export function putObject(services: WriteServices): S3Operation {
  return (request) => putBody(services, request, () => checkDeclaredLength(request.body.declaredLength));
}

/**
 * Stores the body of a request as its object; PutObject and POST Object differ in what they know of the body's length.
 * @param checkLength refuses a length, once the request itself has been found in order
 */
export async function putBody(services: WriteServices, request: S3Request, checkLength: () => void): Promise<Response> {
  const write = beginWrite(services, request);
  const { bucket, key } = write;
  const attributes = readObjectAttributes(request);
  const condition = readWriteCondition(write.header);
  checkLength();
  checkWriteCondition(condition, key, newestVersion(services.metadata, bucket.name, key));

  const { encryption, dataKey } = await withKmsErrors(() =>
    createDataKey(services, { caller: request.caller, region: bucket.region, bucket: bucket.name, key, resolved: write.resolved }),
  );
  const { pending, etag, checksums } = await writeRequestBody(services, request, {
    encryption,
    dataKey,
    partNumber: 1,
    // S3 computes CRC64NVME of its own where the client declares nothing (aws-facts 1.4).
    required: request.body.declaredChecksum() === undefined ? ["CRC64NVME"] : [],
  });
  const version = { ...attributes, ...newObject(services, key), size: pending.body.size, etag, parts: [pending.body], encryption, checksums };
  const { versionId } = await commitBody(services, pending, (transaction) => storeObject(transaction, services, { bucket, condition, version }));
  return emptyAnswer(200, {
    etag: `"${etag}"`,
    ...checksumHeaders(checksums, version.checksumType),
    ...versionIdHeaders(bucket, versionId),
    ...encryptionHeaders(encryption, write.encryption),
  });
}
