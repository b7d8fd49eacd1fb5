import type { EncryptionContext } from "#domain/encryption-context.ts";
import type { UploadJob } from "#domain/job.ts";
import type { ObjectDetail } from "#domain/object.ts";

/**
 * The context this session sent when it wrote this very object: same place, same ETag. `undefined` where another wrote it, or where the
 * ETags that would prove it are hidden. Of an upload that asked for the bucket's default, the empty context of its own.
 */
export function sentContext(jobs: readonly UploadJob[], detail: ObjectDetail): EncryptionContext | undefined {
  for (const { request, state } of jobs) {
    if (state.kind !== "done" || detail.etag === undefined || state.receipt.etag !== detail.etag) continue;
    if (request.ref.bucket !== detail.ref.bucket || request.ref.key !== detail.ref.key) continue;
    const { settings } = request;
    if (settings.serverSideEncryption === "aws:kms" || settings.serverSideEncryption === "aws:kms:dsse") return settings.encryptionContext;
  }
  return undefined;
}
