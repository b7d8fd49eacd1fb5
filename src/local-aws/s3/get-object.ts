import { readBody } from "#local-aws/envelope/body.ts";
import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import { blobIds } from "./object-versions.ts";
import { refuseArchived } from "./storage-class.ts";
import { notModified, openObjectKey, openRead, type ReadServices, verifyRead } from "./read-object.ts";

/**
 * GetObject: decrypts only the frames that the range needs, as they are read. The data key is opened before the answer begins,
 * so that what KMS refuses is an error and not a broken body; that needs kms:Decrypt.
 */
export function getObject(services: ReadServices): S3Operation {
  return async (request) => {
    const read = openRead(services, request);
    // The object may be replaced while KMS is asked; its bytes stay until this read has taken them over.
    const letGo = services.blobs.hold(blobIds(read.version));
    try {
      await verifyRead(read);
      if (!read.modified) return notModified(read);
      refuseArchived(read.version, "read");
      const dataKey = await openObjectKey(services, request, read);
      const { offset, length } = read.selection;
      const body = length === 0 ? null : readBody(services, { dataKey, parts: read.version.parts, offset, length });
      return new Response(body, { status: read.status, headers: read.headers });
    } finally {
      letGo();
    }
  };
}
