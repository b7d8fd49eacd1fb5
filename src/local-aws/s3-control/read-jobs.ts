import { base64, fromBase64, fromUtf8, utf8 } from "#local-aws/protocol/bytes.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { Services } from "#local-aws/services.ts";
import { findJob, listJobRows } from "./batch-job.ts";
import { authorizeControl, controlAnswer, type ControlOperation, jobArnOf } from "./control-call.ts";
import { invalidJob } from "./control-errors.ts";
import { jobMembers, listedJobMembers } from "./job-xml.ts";

const MAX_RESULTS = 1000;

/** DescribeJob. @throws AwsError 403 `AccessDenied`, 404 `NoSuchJob` */
export function describeJob({ metadata }: Pick<Services, "metadata">): ControlOperation {
  return async (call) => {
    authorizeControl(call, "s3:DescribeJob", jobArnOf(call));
    return controlAnswer("DescribeJobResult", { Job: jobMembers(findJob(metadata, call)) });
  };
}

/** ListJobs: the newest first, those of the statuses asked for. @throws AwsError 403 `AccessDenied`, 400 for parameters that cannot be */
export function listJobs({ metadata }: Pick<Services, "metadata">): ControlOperation {
  return async (call) => {
    authorizeControl(call, "s3:ListJobs", "*");
    const { query } = call.request;
    const statuses = query.getAll("jobStatuses");
    const most = query.get("maxResults") ?? String(MAX_RESULTS);
    if (!/^\d{1,4}$/.test(most) || Number(most) < 1 || Number(most) > MAX_RESULTS) throw invalidJob(`maxResults must be from 1 to ${MAX_RESULTS}.`);
    const jobs = listJobRows(metadata, call.accountId, call.region)
      .filter(({ status }) => statuses.length === 0 || statuses.includes(status))
      .toSorted((a, b) => b.createdAt - a.createdAt || (a.jobId < b.jobId ? -1 : 1));
    const from = startOf(query.get("nextToken"), jobs.map(({ jobId }) => jobId));
    const page = jobs.slice(from, from + Number(most));
    const last = jobs.length > from + page.length ? page.at(-1) : undefined;
    return controlAnswer("ListJobsResult", { NextToken: last && base64(utf8(last.jobId)), Jobs: { member: page.map(listedJobMembers) } });
  };
}

/** Index behind the job that a token names. */
function startOf(token: string | null, jobIds: readonly string[]): number {
  if (token === null) return 0;
  const bytes = fromBase64(token);
  const index = bytes === undefined ? -1 : jobIds.indexOf(fromUtf8(bytes));
  if (index < 0) throw new AwsError(400, "InvalidNextTokenException", "The token is invalid.");
  return index + 1;
}
