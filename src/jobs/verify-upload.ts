import type { Aws, WriteAnswer } from "#aws/aws.ts";
import { exposesHeader } from "#domain/bucket.ts";
import { ENCRYPTION_HEADER, type ObjectEncryption } from "#domain/encryption.ts";
import { AwsError, failureOf } from "#domain/failure.ts";
import type { UploadReceipt, UploadRequest } from "#domain/job.ts";
import type { ObjectChecksum, ObjectDetail } from "#domain/object.ts";
import { askedKeyName, sealVerdict, type SealVerdict } from "#domain/seal-verdict.ts";
import type { BucketFacts } from "./bucket-facts.ts";
import type { JobClock } from "./job-clock.ts";
import { retrying } from "./retrying.ts";

/** What a finished write is compared by. */
export interface FinishedWrite {
  readonly request: UploadRequest;
  /** Checksum of the whole object, computed here before it was sent. */
  readonly checksum: ObjectChecksum;
  /** S3's answer to the write; undefined when it was lost and the object recognised by its checksum. */
  readonly answer: WriteAnswer | undefined;
  /** Of a multipart upload: what S3 answered to its creation, the only answer that echoes the context (aws-facts 1.1). */
  readonly created?: ObjectEncryption | undefined;
  readonly startedAt: number;
}

/** What verification needs. */
export interface VerifyTools {
  readonly aws: Aws;
  readonly clock: JobClock;
  readonly facts: BucketFacts;
  /** Origin of the page; undefined outside browsers, where CORS hides nothing. */
  readonly origin: string | undefined;
}

/**
 * Compares what S3 stored with what was asked: by S3's answer to the write, and by a HEAD where that is permitted. An uploader who may
 * not read gets the verdict of the answer alone, and a note that says so.
 */
export async function verifyUpload(
  tools: VerifyTools,
  { request, checksum, answer, created, startedAt }: FinishedWrite,
  signal: AbortSignal,
): Promise<{ readonly verdict: SealVerdict; readonly receipt: UploadReceipt }> {
  const ref = { ...request.ref, versionId: answer?.versionId };
  const { detail, unread } = await readBack(tools, ref, answer, signal);
  const observed = await withBucketKey(tools, request, mergeEncryption(detail?.encryption, mergeEncryption(answer?.encryption, created)));
  const storedChecksum = [...(detail?.checksums ?? []), ...(answer?.checksum === undefined ? [] : [answer.checksum])].find(
    ({ algorithm }) => algorithm === checksum.algorithm,
  );
  const bucketDefault = dependsOnBucket(request) ? await tools.facts.defaultEncryption(request.ref.bucket) : undefined;
  const keyName = askedKeyName(request.settings, bucketDefault);
  const verdict = sealVerdict({
    settings: request.settings,
    observed,
    bucketDefault,
    askedKeyArn: keyName === undefined ? undefined : await tools.facts.keyArn(request.ref.bucket, keyName),
    size: { asked: request.size, observed: detail?.size },
    checksum: { asked: checksum, observed: storedChecksum },
  });
  const silence = observed === "not-exposed" && (await isNamedNowhere(tools, request)) ? NAMED_NOWHERE : undefined;
  const notes = [unread, silence].filter((note) => note !== undefined);
  return {
    verdict: notes.length === 0 ? verdict : { ...verdict, notes },
    receipt: {
      ref,
      encryption: observed,
      etag: answer?.etag ?? detail?.etag,
      checksum: storedChecksum,
      requestId: answer?.requestId ?? detail?.requestId,
      startedAt,
      finishedAt: tools.clock.now(),
    },
  };
}

async function readBack(
  { aws, clock }: VerifyTools,
  ref: UploadReceipt["ref"],
  answer: WriteAnswer | undefined,
  signal: AbortSignal,
): Promise<{ readonly detail?: ObjectDetail; readonly unread?: string }> {
  try {
    const detail = await retrying({ clock, signal }, () => aws.headObject(ref, { signal }));
    // Without a version id, HEAD answers for whatever is newest under this name
    const replaced = ref.versionId === undefined && answer?.etag !== undefined && detail.etag !== undefined && detail.etag !== answer.etag;
    return replaced ? { unread: "Verified by S3's answer to the upload: the object was replaced right after it." } : { detail };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const failure = failureOf(error);
    const why = failure.kind === "access-denied" ? "you may not read the stored object" : `the stored object could not be read (${failure.code ?? failure.kind})`;
    return { unread: `Verified by S3's answer to the upload: ${why}.` };
  }
}

/** The later answer knows better what is stored; the earlier one holds what was echoed, and all there is where the later was not to be read. */
function mergeEncryption(later: ObjectEncryption | undefined, earlier: ObjectEncryption | undefined): ObjectEncryption {
  if (later === undefined || later === "not-exposed") return earlier ?? "not-exposed";
  if (earlier === undefined || earlier === "not-exposed") return later;
  const context = later.context ?? earlier.context;
  return {
    ...later,
    bucketKey: later.bucketKey === "not-exposed" ? earlier.bucketKey : later.bucketKey,
    ...(context === undefined ? {} : { context }),
  };
}

/** S3 sends the Bucket Key's header only as `true` (aws-facts 1.1): its absence means "off" only where CORS is known to expose it. */
async function withBucketKey({ facts, origin }: VerifyTools, request: UploadRequest, observed: ObjectEncryption): Promise<ObjectEncryption> {
  if (observed === "not-exposed" || observed.bucketKey !== "not-exposed") return observed;
  if (origin === undefined) return { ...observed, bucketKey: "off" };
  const rules = await facts.cors(request.ref.bucket);
  const exposed = rules !== undefined && exposesHeader(rules, origin, ENCRYPTION_HEADER.bucketKey);
  return exposed ? { ...observed, bucketKey: "off" } : observed;
}

const NAMED_NOWHERE = "The bucket's CORS configuration shows the encryption headers to this page, and the server sent none: it may have stored the object as it came.";

/** Whether an encryption header that was not seen was not sent: AWS always sends one, so this is another server's silence. */
async function isNamedNowhere({ facts, origin }: VerifyTools, request: UploadRequest): Promise<boolean> {
  if (origin === undefined) return false;
  const rules = await facts.cors(request.ref.bucket);
  return rules !== undefined && exposesHeader(rules, origin, ENCRYPTION_HEADER.algorithm);
}

/** Whether what was asked can only be told with the bucket's default at hand (aws-facts 1.2). */
function dependsOnBucket({ settings }: UploadRequest): boolean {
  if (settings.serverSideEncryption === "bucket-default") return true;
  return settings.serverSideEncryption === "aws:kms" && settings.bucketKeyEnabled === undefined;
}
