import type { Services } from "#local-aws/services.ts";
import { childOf, parseXml } from "#local-aws/protocol/xml.ts";
import { type BatchJob, ENDED, findJob, saveJob } from "./batch-job.ts";
import { authorizeControl, bodyText, type ControlCall, controlAnswer, type ControlOperation, jobArnOf } from "./control-call.ts";
import { invalidJob, jobStatusError } from "./control-errors.ts";
import { readJobTags, readPriority } from "./create-job-request.ts";
import type { JobWorker } from "./job-worker.ts";

type Change = Pick<Services, "metadata">;

/** UpdateJobStatus: `Ready` confirms a suspended job, `Cancelled` stops one that has not ended. @throws AwsError 400 `JobStatusException` for others */
export function updateJobStatus(services: Change, worker: Pick<JobWorker, "wake">): ControlOperation {
  return async (call) => {
    authorizeControl(call, "s3:UpdateJobStatus", jobArnOf(call));
    const { query } = call.request;
    const requested = query.get("requestedJobStatus");
    if (requested !== "Ready" && requested !== "Cancelled") throw invalidJob("requestedJobStatus must be Ready or Cancelled.");
    const statusUpdateReason = query.get("statusUpdateReason") ?? undefined;
    const job = await change(services, call, (now) => {
      const isPossible = requested === "Ready" ? now.status === "Suspended" : !ENDED.includes(now.status);
      if (!isPossible) throw jobStatusError(`A job that is ${now.status} cannot become ${requested}.`);
      return { ...now, status: requested === "Ready" ? "Ready" : "Cancelling", ...(statusUpdateReason === undefined ? {} : { statusUpdateReason }) };
    });
    worker.wake();
    return controlAnswer("UpdateJobStatusResult", { JobId: job.jobId, Status: job.status, StatusUpdateReason: job.statusUpdateReason });
  };
}

/** UpdateJobPriority. @throws AwsError 400 `JobStatusException` for a job that has ended */
export function updateJobPriority(services: Change): ControlOperation {
  return async (call) => {
    authorizeControl(call, "s3:UpdateJobPriority", jobArnOf(call));
    const priority = readPriority(call.request.query.get("priority") ?? "");
    const job = await change(services, call, (now) => {
      if (ENDED.includes(now.status)) throw jobStatusError(`The priority of a job that is ${now.status} cannot be changed.`);
      return { ...now, priority };
    });
    return controlAnswer("UpdateJobPriorityResult", { JobId: job.jobId, Priority: job.priority });
  };
}

/** GetJobTagging. */
export function getJobTagging(services: Change): ControlOperation {
  return async (call) => {
    authorizeControl(call, "s3:GetJobTagging", jobArnOf(call));
    return controlAnswer("GetJobTaggingResult", { Tags: { member: findJob(services.metadata, call).tags } });
  };
}

/** PutJobTagging: in place of all tags before. */
export function putJobTagging(services: Change): ControlOperation {
  return async (call) => {
    authorizeControl(call, "s3:PutJobTagging", jobArnOf(call));
    const tags = readJobTags(childOf(parseXml(await bodyText(call)), "Tags"));
    await change(services, call, (now) => ({ ...now, tags }));
    return controlAnswer("PutJobTaggingResult", {});
  };
}

/** DeleteJobTagging. */
export function deleteJobTagging(services: Change): ControlOperation {
  return async (call) => {
    authorizeControl(call, "s3:DeleteJobTagging", jobArnOf(call));
    await change(services, call, (now) => ({ ...now, tags: [] }));
    return controlAnswer("DeleteJobTaggingResult", {});
  };
}

function change({ metadata }: Change, call: ControlCall, work: (now: BatchJob) => BatchJob): Promise<BatchJob> {
  return metadata.transact((transaction) => {
    const job = work(findJob(transaction, call));
    saveJob(transaction, job);
    return job;
  });
}
