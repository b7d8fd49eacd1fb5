import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import { notModified, openObjectKey, openRead, type ReadServices, verifyRead } from "./read-object.ts";

/**
 * HeadObject: metadata only, so it answers for an object under a disabled key too, and without kms:Decrypt; asked for checksums of
 * an object under a KMS key, it needs both (aws-facts 1.8).
 */
export function headObject(services: ReadServices): S3Operation {
  return async (request) => {
    const read = openRead(services, request);
    await verifyRead(read);
    if (!read.modified) return notModified(read);
    if (read.checksumMode && read.version.encryption?.kmsKeyArn !== undefined) await openObjectKey(services, request, read);
    return new Response(null, { status: read.status, headers: read.headers });
  };
}
