import { hex, utf8 } from "#local-aws/protocol/bytes.ts";
import { encodePercent } from "#local-aws/protocol/request-target.ts";
import type { Services } from "#local-aws/services.ts";
import type { BatchJob, TaskResult } from "./batch-job.ts";
import type { SendToS3 } from "./job-requests.ts";
import { csvField } from "./manifest.ts";

/** As every report says of itself, though its rows have the HTTP status before the error code: so do AWS's. */
const SCHEMA = "Bucket, Key, VersionId, TaskStatus, ErrorCode, HTTPStatusCode, ResultMessage";
/** Completion reports are under SSE-S3, whatever the bucket's default is. */
const REPORT_HEADERS = { "x-amz-server-side-encryption": "AES256" };

/**
 * Writes a job's completion report: a CSV of the tasks that succeeded, one of those that failed, and `manifest.json` with its MD5 over them.
 * @throws AwsError what S3 refuses the job's role
 */
export async function writeReport(services: Pick<Services, "clock" | "hashing" | "metadata">, send: SendToS3, job: BatchJob): Promise<void> {
  const { report } = job;
  if (report === undefined) return;
  const folder = `${report.prefix === "" ? "" : `${report.prefix}/`}job-${job.jobId}`;
  const put = (key: string, body: string, type: string): Promise<Response> =>
    send({ method: "PUT", bucket: report.bucket, key, body, headers: { ...REPORT_HEADERS, "content-type": type } });
  const Results: unknown[] = [];
  for (const outcome of report.scope === "AllTasks" ? ["succeeded", "failed"] : ["failed"]) {
    const rows = rowsOf(services.metadata, job, outcome === "succeeded");
    if (rows === "") continue;
    const Key = `${folder}/results/${digest(services, "SHA1", rows)}.csv`;
    await put(Key, rows, "text/csv");
    Results.push({ TaskExecutionStatus: outcome, Bucket: report.bucket, MD5Checksum: digest(services, "MD5", rows), Key });
  }
  const manifest = JSON.stringify({ Format: "Report_CSV_20180820", ReportCreationDate: new Date(services.clock.now()).toISOString(), Results, ReportSchema: SCHEMA });
  await put(`${folder}/manifest.json`, manifest, "application/json");
  await put(`${folder}/manifest.json.md5`, digest(services, "MD5", manifest), "text/plain");
}

function rowsOf(metadata: Services["metadata"], { jobId }: BatchJob, succeeded: boolean): string {
  let rows = "";
  for (const { value } of metadata.range<TaskResult>({ prefix: ["batch-task", jobId] })) {
    if (value.succeeded !== succeeded) continue;
    const key = value.key.split("/").map(encodePercent).join("/");
    const fields = [value.bucket, key, value.versionId ?? "", succeeded ? "succeeded" : "failed", String(value.httpStatus), value.errorCode, value.message];
    rows += `${fields.map(csvField).join(",")}\n`;
  }
  return rows;
}

function digest({ hashing }: Pick<Services, "hashing">, algorithm: "MD5" | "SHA1", text: string): string {
  const hasher = hashing.create(algorithm);
  hasher.update(utf8(text));
  return hex(hasher.digest());
}
