import type { S3Operation, S3Request } from "#local-aws/protocol/request-context.ts";
import { xmlTime } from "./answers.ts";
import { checksumMembers } from "./checksum-request.ts";
import { answerCopy } from "./copy-answer.ts";
import { copySourceTooLarge } from "./copy-object.ts";
import { type CopyOrigin, copyOriginHeaders, openCopyOrigin, withCopyOrigin } from "./copy-request.ts";
import { parseCopyRange } from "./copy-source.ts";
import { MAX_BODY_BYTES, writeMeasuredBody } from "./measured-body.ts";
import { beginPart, openUploadKey, partAlgorithm, type PartRequest, storePart } from "./part-request.ts";
import { encryptionHeaders } from "./response-headers.ts";
import type { WriteServices } from "./write-request.ts";

/** UploadPartCopy: a part made of a range of an existing object, or of all of it, at most 5 GiB. */
export function uploadPartCopy(services: WriteServices): S3Operation {
  return (request) => {
    const part = beginPart(services, request);
    return withCopyOrigin(services, request, (origin) => copyPart(services, request, part, origin));
  };
}

async function copyPart(services: WriteServices, request: S3Request, part: PartRequest, origin: CopyOrigin): Promise<Response> {
  const { upload, partNumber, header } = part;
  const { offset, length } = parseCopyRange(header("x-amz-copy-source-range"), origin.version.size);
  if (length > MAX_BODY_BYTES) throw copySourceTooLarge();

  const read = await openCopyOrigin(services, request, origin);
  const dataKey = await openUploadKey(services, request, part);
  const { encryption } = upload;
  const plaintext = read({ offset, length });
  return answerCopy(services, request, {
    root: "CopyPartResult",
    headers: { ...copyOriginHeaders(origin), ...encryptionHeaders(encryption, part) },
    work: async (progress) => {
      const measured = await writeMeasuredBody(services, { encryption, dataKey, partNumber, plaintext, algorithms: [partAlgorithm(upload)], progress });
      const stored = await storePart(services, part, measured);
      const checksums = upload.checksumAlgorithm === undefined ? {} : checksumMembers(stored.checksums);
      return { members: { LastModified: xmlTime(stored.lastModified), ETag: `"${stored.etag}"`, ...checksums }, headers: {} };
    },
  });
}
