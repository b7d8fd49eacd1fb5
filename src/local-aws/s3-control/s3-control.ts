import type { JsonObject } from "#local-aws/cloudtrail/api-call.ts";
import { recordCall } from "#local-aws/cloudtrail/record-call.ts";
import { tlsDetailsOf } from "#local-aws/cloudtrail/tls-details.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { S3ControlRequest } from "#local-aws/protocol/request-context.ts";
import { decodePercent } from "#local-aws/protocol/request-target.ts";
import type { Services } from "#local-aws/services.ts";
import { deleteJobTagging, getJobTagging, putJobTagging, updateJobPriority, updateJobStatus } from "./change-job.ts";
import type { ControlCall, ControlOperation } from "./control-call.ts";
import { notImplemented } from "./control-errors.ts";
import { createJob } from "./create-job.ts";
import type { S3Operations } from "./job-requests.ts";
import { createJobWorker } from "./job-worker.ts";
import { describeJob, listJobs } from "./read-jobs.ts";

/** S3 Control of the stand-in: jobs of S3 Batch Operations that copy objects, and nothing else. */
export interface S3Control {
  /** Answers one request, told by method and path. Throws `AwsError`. */
  handle(request: S3ControlRequest): Promise<Response>;
  /** Goes on with the jobs that are not done. */
  resume(): void;
  /** Stops the jobs after the object at hand. */
  stop(): Promise<void>;
}

const JOBS = "/v20180820/jobs";

/** Makes S3 Control. Jobs send their requests to `s3`, as the role that each was given. */
export function createS3Control(services: Pick<Services, "clock" | "random" | "hashing" | "metadata" | "trail">, s3: S3Operations): S3Control {
  const worker = createJobWorker(services, s3);
  const operations: ReadonlyMap<string, readonly [name: string, ControlOperation]> = new Map([
    ["POST jobs", ["CreateJob", createJob(services, worker)]],
    ["GET jobs", ["ListJobs", listJobs(services)]],
    ["GET job", ["DescribeJob", describeJob(services)]],
    ["POST job status", ["UpdateJobStatus", updateJobStatus(services, worker)]],
    ["POST job priority", ["UpdateJobPriority", updateJobPriority(services)]],
    ["GET job tagging", ["GetJobTagging", getJobTagging(services)]],
    ["PUT job tagging", ["PutJobTagging", putJobTagging(services)]],
    ["DELETE job tagging", ["DeleteJobTagging", deleteJobTagging(services)]],
  ]);

  return {
    async handle(request) {
      const { name, jobId } = readPath(request);
      const [eventName, operation] = operations.get(name) ?? [];
      if (operation === undefined || eventName === undefined) throw notImplemented(`${request.method} ${request.path} of S3 Control`);
      const call = checkedCall(request, jobId);
      const { caller, region, origin } = { ...call, origin: request.origin };
      const start = {
        eventSource: "s3.amazonaws.com",
        eventName,
        readOnly: request.method === "GET",
        region,
        caller: { kind: "principal", caller },
        from: { ...origin, userAgent: `[${origin.userAgent}]` },
        ...tlsDetailsOf(request),
      } as const;
      return recordCall(services, start, () => operation(call), () => ({ requestParameters: requestParameters(call), responseElements: null, resources: [] }));
    },
    resume: () => worker.wake(),
    stop: () => worker.stop(),
  };
}

/** What a path names: `jobs`, `job`, or `job` and one of its parts. */
function readPath({ method, path }: S3ControlRequest): { readonly name: string; readonly jobId: string } {
  if (path === JOBS) return { name: `${method} jobs`, jobId: "" };
  const [id = "", part, ...rest] = path.startsWith(`${JOBS}/`) ? path.slice(JOBS.length + 1).split("/") : [];
  if (id === "" || rest.length > 0) return { name: "", jobId: "" };
  return { name: `${method} job${part === undefined ? "" : ` ${part}`}`, jobId: decodePercent(id) };
}

/** @throws AwsError 403 without a signature, and for another account than the caller's; 400 without an account */
function checkedCall(request: S3ControlRequest, jobId: string): ControlCall {
  const { caller, region } = request;
  if (caller === undefined) throw new AwsError(403, "AccessDenied", "Access Denied");
  const accountId = request.headers.get("x-amz-account-id") ?? "";
  if (!/^\d{12}$/.test(accountId)) throw new AwsError(400, "InvalidRequest", "The x-amz-account-id header must be an AWS account ID.");
  if (accountId !== caller.accountId) throw new AwsError(403, "AccessDenied", "Access Denied");
  return { request, caller, accountId, region, jobId };
}

function requestParameters({ request, accountId, jobId }: ControlCall): JsonObject {
  return { Host: request.headers.get("host") ?? "", "x-amz-account-id": accountId, ...(jobId === "" ? {} : { jobId }), ...Object.fromEntries(request.query) };
}
