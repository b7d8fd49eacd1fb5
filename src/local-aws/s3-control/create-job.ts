import type { Services } from "#local-aws/services.ts";
import { type BatchJob, listJobRows, saveJob } from "./batch-job.ts";
import { authorizeControl, bodyText, controlAnswer, type ControlOperation, jobArnOf } from "./control-call.ts";
import { invalidJob } from "./control-errors.ts";
import { readCreateJob } from "./create-job-request.ts";
import { roleOf, trustsBatchOperations } from "./job-role.ts";
import type { JobWorker } from "./job-worker.ts";

/**
 * CreateJob. The caller must be allowed s3:CreateJob and to pass the role; a second request with one ClientRequestToken is answered with the
 * first one's job.
 * @throws AwsError 403 `AccessDenied`; 400 `InvalidRequest`, also for a role that is not there or does not trust S3 Batch Operations
 */
export function createJob(services: Pick<Services, "clock" | "random" | "metadata">, worker: Pick<JobWorker, "wake">): ControlOperation {
  return async (call) => {
    authorizeControl(call, "s3:CreateJob", "*");
    const order = readCreateJob(await bodyText(call));
    authorizeControl(call, "iam:PassRole", order.roleArn);
    const { accountId, region } = call;
    const jobId = services.random.uuid();
    const job: BatchJob = {
      ...order,
      jobId,
      jobArn: jobArnOf({ region, accountId, jobId }),
      accountId,
      region,
      status: "New",
      createdAt: services.clock.now(),
      failureReasons: [],
      succeeded: 0,
      failed: 0,
    };
    const role = roleOf(services.metadata, order.roleArn);
    if (role === undefined || role.accountId !== accountId || !trustsBatchOperations(role, job)) {
      throw invalidJob(`The role ${order.roleArn} cannot be assumed by S3 Batch Operations.`);
    }
    const JobId = await services.metadata.transact((transaction) => {
      const first = listJobRows(transaction, accountId, region).find(({ clientRequestToken }) => clientRequestToken === order.clientRequestToken);
      if (first === undefined) saveJob(transaction, job);
      return (first ?? job).jobId;
    });
    worker.wake();
    return controlAnswer("CreateJobResult", { JobId });
  };
}
