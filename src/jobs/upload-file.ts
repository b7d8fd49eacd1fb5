import type { NewObject, UploadedPart, WriteAnswer } from "#aws/aws.ts";
import { AwsError, failureOf } from "#domain/failure.ts";
import type { UploadReceipt, UploadRequest, UploadStage } from "#domain/job.ts";
import type { ObjectChecksum } from "#domain/object.ts";
import type { SealVerdict } from "#domain/seal-verdict.ts";
import { partRange, planUpload, type UploadPlan } from "#domain/upload-plan.ts";
import { checksumOf, checksumOfParts, type HashedPart } from "./checksums.ts";
import type { Hasher } from "./hasher.ts";
import type { Lanes } from "./lanes.ts";
import { retrying, type Retrying } from "./retrying.ts";
import { assertReadable, examineFailure, hashRange } from "./upload-source.ts";
import { verifyUpload, type FinishedWrite, type VerifyTools } from "./verify-upload.ts";

/** Parts of one file that are hashed or on the wire at once: enough to keep every lane busy and hash a little ahead (stack.md 3). */
const PARTS_AT_ONCE = 8;

/** What every upload shares. */
export interface UploadTools extends VerifyTools {
  readonly hasher: Hasher;
  readonly lanes: Lanes;
}

/** One file's upload. */
export interface UploadTask {
  readonly file: File;
  readonly request: UploadRequest;
  /** Aborts the upload, as long as S3 has not been asked to make the object. */
  readonly signal: AbortSignal;
  stage(stage: UploadStage): void;
  /** Bytes of the file that reached the wire, in total. */
  progress(bytesSent: number): void;
}

/** An upload that S3 has, and what it was checked by. */
export interface UploadResult {
  readonly verdict: SealVerdict;
  readonly receipt: UploadReceipt;
}

/** Uploads one file: hash, send, complete, verify. Rejects with `AwsError`, or with the signal's reason; then no object was made. */
export async function uploadFile(tools: UploadTools, task: UploadTask): Promise<UploadResult> {
  const startedAt = tools.clock.now();
  const { request } = task;
  const plan = planUpload(request.size);
  await assertReadable({ file: task.file, size: request.size });
  const written = plan.kind === "single" ? await putWhole(tools, task) : await putParts(tools, task, plan);
  task.stage("verifying");
  // The object is there: from here on a cancel changes nothing
  return verifyUpload(tools, { request, startedAt, ...written }, new AbortController().signal);
}

type Written = Pick<FinishedWrite, "answer" | "created" | "checksum">;

async function putWhole(tools: UploadTools, task: UploadTask): Promise<Written> {
  const { file, request, signal } = task;
  const source = { file, size: request.size };
  task.stage("hashing");
  const checksum = checksumOf(request.checksumAlgorithm, await hashRange(source, file, request.checksumAlgorithm, tools.hasher, signal));
  const answer = await retrying(patience(tools, task, signal), ({ uncertain }) =>
    tools.lanes.run("whole-file", signal, async () => {
      task.stage("sending");
      try {
        return await tools.aws.putObject(newObject(request), file, checksum, { signal, onProgress: (sent) => task.progress(sent) });
      } catch (error) {
        if (uncertain && failureOf(error).kind === "precondition" && (await isStored(tools, request, checksum))) return undefined;
        throw error;
      }
    }),
  );
  return { answer, checksum: { ...checksum, type: "FULL_OBJECT" } };
}

async function putParts(tools: UploadTools, task: UploadTask, plan: Extract<UploadPlan, { kind: "multipart" }>): Promise<Written> {
  const { file, request, signal } = task;
  task.stage("sending");
  const { uploadId, encryption: created } = await retrying(patience(tools, task, signal), () =>
    tools.aws.createMultipartUpload(newObject(request), request.checksumAlgorithm, { signal }),
  );
  try {
    const parts = await sendParts(tools, task, plan, uploadId);
    await assertReadable({ file, size: request.size });
    signal.throwIfAborted();
    task.stage("completing");
    const checksum = await checksumOfParts(request.checksumAlgorithm, parts);
    const answer = await complete(tools, task, { uploadId, parts: parts.map(({ part }) => part), checksum });
    return { answer, created, checksum };
  } catch (error) {
    await giveUp(tools, request, uploadId);
    throw error;
  }
}

interface SentPart extends HashedPart {
  readonly part: UploadedPart;
}

/** Sends all parts, several at a time. The first failure stops the others. Resolves in order of part numbers. */
async function sendParts(tools: UploadTools, task: UploadTask, plan: Extract<UploadPlan, { kind: "multipart" }>, uploadId: string): Promise<readonly SentPart[]> {
  const { file, request } = task;
  const failed = new AbortController();
  const signal = AbortSignal.any([task.signal, failed.signal]);
  const sent: SentPart[] = [];
  const progress = sumOf(task);
  let nextNumber = 1;

  const sendOne = async (partNumber: number): Promise<void> => {
    const { start, end } = partRange(plan, request.size, partNumber);
    const range = file.slice(start, end);
    const digest = await hashRange({ file, size: request.size }, range, request.checksumAlgorithm, tools.hasher, signal);
    const checksum = checksumOf(request.checksumAlgorithm, digest);
    const part = await retrying(patience(tools, task, signal), () =>
      tools.lanes.run("part", signal, () =>
        tools.aws.uploadPart({ ref: request.ref, uploadId, partNumber }, range, checksum, { signal, onProgress: (bytes) => progress(partNumber, bytes) }),
      ),
    );
    sent.push({ part, digest, length: end - start });
  };
  const sendUntilNoneIsLeft = async (): Promise<void> => {
    try {
      while (nextNumber <= plan.partCount) await sendOne(nextNumber++);
    } catch (error) {
      failed.abort(error);
      throw error;
    }
  };

  const senders = Array.from({ length: Math.min(PARTS_AT_ONCE, plan.partCount) }, sendUntilNoneIsLeft);
  // All must have stopped before the upload is given up: S3 keeps, and bills, a part that arrives after an abort
  await Promise.allSettled(senders);
  task.signal.throwIfAborted();
  if (failed.signal.aborted) throw failed.signal.reason as Error;
  return sent.toSorted((a, b) => a.part.partNumber - b.part.partNumber);
}

/** Adds up the progress of parts; a part that is sent again starts again. */
function sumOf(task: UploadTask): (partNumber: number, bytes: number) => void {
  const byPart = new Map<number, number>();
  let total = 0;
  return (partNumber, bytes) => {
    total += bytes - (byPart.get(partNumber) ?? 0);
    byPart.set(partNumber, bytes);
    task.progress(total);
  };
}

async function complete(
  tools: UploadTools,
  task: UploadTask,
  made: { readonly uploadId: string; readonly parts: readonly UploadedPart[]; readonly checksum: ObjectChecksum },
): Promise<WriteAnswer | undefined> {
  const { request } = task;
  const { uploadId, parts } = made;
  // A composite checksum is S3's to compute; it takes only one of the whole object from us
  const checksum = made.checksum.type === "FULL_OBJECT" ? made.checksum : undefined;
  // No signal: whether the object was made must not be left open by a cancel
  const { signal } = new AbortController();
  return retrying(patience(tools, task, signal), async ({ uncertain }) => {
    try {
      return await tools.aws.completeMultipartUpload({ ref: request.ref, uploadId, parts, checksum, size: request.size, onlyIfAbsent: !request.replaceExisting });
    } catch (error) {
      const { kind } = failureOf(error);
      const perhapsOurs = uncertain && (kind === "not-found" || kind === "precondition");
      if (perhapsOurs && (await isStored(tools, request, made.checksum))) return undefined;
      throw error;
    }
  });
}

/** Whether an object with this very content is stored: an answer that was lost had made it. */
async function isStored({ aws }: UploadTools, request: UploadRequest, checksum: ObjectChecksum): Promise<boolean> {
  try {
    const stored = await aws.headObject(request.ref);
    return stored.size === request.size && stored.checksums.some(({ algorithm, value }) => algorithm === checksum.algorithm && value === checksum.value);
  } catch {
    return false;
  }
}

/** Tells S3 to free the parts. If even that fails, the bucket's lifecycle rules are left; the first failure is what counts. */
async function giveUp({ aws, clock }: UploadTools, { ref }: UploadRequest, uploadId: string): Promise<void> {
  const { signal } = new AbortController();
  await retrying({ clock, signal }, () => aws.abortMultipartUpload({ ref, uploadId })).catch((error: unknown) => {
    if (!(error instanceof AwsError)) throw error;
  });
}

function patience({ clock }: UploadTools, { file, request }: UploadTask, signal: AbortSignal): Retrying {
  return { clock, signal, examine: (failure) => examineFailure({ file, size: request.size }, failure) };
}

function newObject(request: UploadRequest): NewObject {
  const { ref, settings, contentType, metadata, tags, storageClass, replaceExisting } = request;
  return { ref, settings, contentType, metadata, tags, storageClass, onlyIfAbsent: !replaceExisting };
}
