import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { encodePercent } from "#local-aws/protocol/request-target.ts";
import type { CopyOrder, TaskResult } from "./batch-job.ts";
import type { SendToS3 } from "./job-requests.ts";
import type { ManifestEntry } from "./manifest.ts";

/** Copies one object of the manifest by S3's CopyObject. Never rejects for what S3 refuses: that is the task's result. */
export async function copyTask(send: SendToS3, { targetBucket, targetKeyPrefix, headers }: CopyOrder, entry: ManifestEntry): Promise<TaskResult> {
  const source = `${encodePercent(entry.bucket)}/${entry.key.split("/").map(encodePercent).join("/")}`;
  const version = entry.versionId === undefined ? "" : `?versionId=${encodePercent(entry.versionId)}`;
  try {
    const response = await send({
      method: "PUT",
      bucket: targetBucket,
      key: targetKeyPrefix === "" ? entry.key : `${targetKeyPrefix.replace(/\/$/, "")}/${entry.key}`,
      headers: { ...headers, "x-amz-copy-source": `${source}${version}` },
    });
    await response.body?.cancel();
    return { ...entry, succeeded: true, httpStatus: response.status, errorCode: "", message: "Successful" };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { ...entry, succeeded: false, httpStatus: error.status, errorCode: error.code, message: error.message };
  }
}
