import type { XmlMembers } from "#local-aws/protocol/xml.ts";
import type { BatchJob } from "./batch-job.ts";

/** A job as DescribeJob tells it. */
export function jobMembers(job: BatchJob): XmlMembers {
  return {
    JobId: job.jobId,
    ConfirmationRequired: job.confirmationRequired,
    Description: job.description,
    JobArn: job.jobArn,
    Status: job.status,
    Manifest: job.asSent.Manifest,
    Operation: job.asSent.Operation,
    Priority: job.priority,
    ProgressSummary: progress(job),
    StatusUpdateReason: job.statusUpdateReason,
    FailureReasons: job.failureReasons.length === 0 ? undefined : { member: job.failureReasons.map(({ code, reason }) => ({ FailureCode: code, FailureReason: reason })) },
    Report: job.asSent.Report,
    CreationTime: iso(job.createdAt),
    TerminationDate: iso(job.endedAt),
    RoleArn: job.roleArn,
    SuspendedDate: iso(job.suspendedAt),
    SuspendedCause: job.suspendedAt === undefined ? undefined : "Confirmation required.",
  };
}

/** A job as ListJobs tells it. */
export function listedJobMembers(job: BatchJob): XmlMembers {
  return {
    JobId: job.jobId,
    Description: job.description,
    Operation: Object.keys(job.asSent.Operation)[0],
    Priority: job.priority,
    Status: job.status,
    CreationTime: iso(job.createdAt),
    TerminationDate: iso(job.endedAt),
    ProgressSummary: progress(job),
  };
}

function progress({ totalTasks, succeeded, failed, activeSince, endedAt }: BatchJob): XmlMembers {
  return {
    TotalNumberOfTasks: totalTasks ?? 0,
    NumberOfTasksSucceeded: succeeded,
    NumberOfTasksFailed: failed,
    Timers: activeSince === undefined || endedAt === undefined ? undefined : { ElapsedTimeInActiveSeconds: Math.round((endedAt - activeSince) / 1000) },
  };
}

function iso(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined ? undefined : new Date(milliseconds).toISOString();
}
