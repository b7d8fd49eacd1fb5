import {
  CreateJobCommand,
  type CreateJobCommandInput,
  DeleteJobTaggingCommand,
  DescribeJobCommand,
  GetJobTaggingCommand,
  type JobDescriptor,
  ListJobsCommand,
  PutJobTaggingCommand,
  type S3ControlClient,
  UpdateJobPriorityCommand,
  UpdateJobStatusCommand,
} from "@aws-sdk/client-s3-control";
import { LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, test } from "vitest";
import { createLocalAws } from "#local-aws/handler.ts";
import { demoKeys } from "#local-aws/seed.ts";
import { refusal } from "./refusal.ts";
import { policyText } from "./test-callers.ts";
import { CONSOLE_ORIGIN, startWorld, type World } from "./world.ts";

const AccountId = "111122223333";
const BUCKET = "keyseal-plain";
const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "batchoperations.s3.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
const EVERYTHING = policyText({ Effect: "Allow", Action: "*", Resource: "*" });

let world: World;
let control: S3ControlClient;
let roleArn: string;
beforeEach(async () => {
  world = await startWorld();
  control = world.s3Control();
  roleArn = (await world.addRole("BatchRole", { trustPolicy: TRUST, policies: [EVERYTHING] })).arn;
});

/** Puts objects, each with its key as its body, and a manifest of them; returns the manifest's ETag. */
async function putManifest(keys: readonly string[], lines = keys.map((key) => `${BUCKET},${encodeURIComponent(key)}`)): Promise<string> {
  const s3 = world.s3();
  for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: Key, Metadata: { from: "test" } }));
  const { ETag = "" } = await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "manifest.csv", Body: lines.join("\n") }));
  return ETag;
}

function job(ETag: string, change: Partial<CreateJobCommandInput> = {}): CreateJobCommandInput {
  return {
    AccountId,
    ConfirmationRequired: false,
    Priority: 10,
    RoleArn: roleArn,
    ClientRequestToken: crypto.randomUUID(),
    Description: "re-encrypt",
    Operation: { S3PutObjectCopy: { TargetResource: `arn:aws:s3:::${BUCKET}`, SSEAwsKmsKeyId: demoKeys.hr.arn, BucketKeyEnabled: true } },
    Manifest: { Spec: { Format: "S3BatchOperations_CSV_20180820", Fields: ["Bucket", "Key"] }, Location: { ObjectArn: `arn:aws:s3:::${BUCKET}/manifest.csv`, ETag } },
    Report: { Enabled: true, Bucket: `arn:aws:s3:::${BUCKET}`, Prefix: "reports", Format: "Report_CSV_20180820", ReportScope: "AllTasks" },
    ...change,
  };
}

async function create(ETag: string, change: Partial<CreateJobCommandInput> = {}): Promise<string> {
  return (await control.send(new CreateJobCommand(job(ETag, change)))).JobId ?? "";
}

async function describeJob(JobId: string): Promise<JobDescriptor> {
  return (await control.send(new DescribeJobCommand({ AccountId, JobId }))).Job ?? {};
}

async function when(JobId: string, ...statuses: readonly string[]): Promise<JobDescriptor> {
  await expect.poll(async () => (await describeJob(JobId)).Status, { timeout: 20_000, interval: 20 }).toBeOneOf([...statuses]);
  return describeJob(JobId);
}

async function text(Key: string): Promise<string> {
  return (await (await world.s3().send(new GetObjectCommand({ Bucket: BUCKET, Key }))).Body?.transformToString()) ?? "";
}

const head = (Key: string) => world.s3().send(new HeadObjectCommand({ Bucket: BUCKET, Key }));

test("a job re-encrypts every object of its manifest in place, and reports", async () => {
  const keys = ["a b/é", "plus+and&", "c"];
  const JobId = await create(await putManifest(keys), { Tags: [{ Key: "t", Value: "v" }] });
  const done = await when(JobId, "Complete", "Failed");
  expect(done).toMatchObject({
    Status: "Complete",
    JobArn: `arn:aws:s3:us-east-1:${AccountId}:job/${JobId}`,
    Description: "re-encrypt",
    Priority: 10,
    RoleArn: roleArn,
    ConfirmationRequired: false,
    CreationTime: new Date(world.services.clock.now()),
    ProgressSummary: { TotalNumberOfTasks: 3, NumberOfTasksSucceeded: 3, NumberOfTasksFailed: 0 },
    Operation: { S3PutObjectCopy: { TargetResource: `arn:aws:s3:::${BUCKET}`, SSEAwsKmsKeyId: demoKeys.hr.arn, BucketKeyEnabled: true } },
    Manifest: { Spec: { Format: "S3BatchOperations_CSV_20180820", Fields: ["Bucket", "Key"] } },
    Report: { Enabled: true, Prefix: "reports", ReportScope: "AllTasks" },
  });
  for (const key of keys) {
    expect(await head(key)).toMatchObject({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: demoKeys.hr.arn, BucketKeyEnabled: true, Metadata: { from: "test" } });
    expect(await text(key)).toBe(key);
  }
  const report = JSON.parse(await text(`reports/job-${JobId}/manifest.json`));
  expect(report).toMatchObject({ Format: "Report_CSV_20180820", Results: [{ TaskExecutionStatus: "succeeded", Bucket: BUCKET }] });
  expect(await text(report.Results[0].Key)).toBe(
    `${BUCKET},a%20b/%C3%A9,,succeeded,200,,Successful\n${BUCKET},plus%2Band%26,,succeeded,200,,Successful\n${BUCKET},c,,succeeded,200,,Successful\n`,
  );
  expect((await head(report.Results[0].Key)).ServerSideEncryption).toBe("AES256");
  expect(await control.send(new GetJobTaggingCommand({ AccountId, JobId }))).toMatchObject({ Tags: [{ Key: "t", Value: "v" }] });
});

test("the rights are the role's: what it may not do is a failed task", async () => {
  const limited = await world.addRole("Limited", {
    trustPolicy: TRUST,
    policies: [policyText({ Effect: "Allow", Action: "s3:*", Resource: "*" }, { Effect: "Deny", Action: "s3:PutObject", Resource: `arn:aws:s3:::${BUCKET}/no` }, { Effect: "Allow", Action: "kms:*", Resource: "*" })],
  });
  const JobId = await create(await putManifest(["yes", "no"], [`${BUCKET},yes`, `${BUCKET},no`, `${BUCKET},gone`]), { RoleArn: limited.arn });
  expect(await when(JobId, "Complete", "Failed")).toMatchObject({ Status: "Complete", ProgressSummary: { NumberOfTasksSucceeded: 1, NumberOfTasksFailed: 2 } });
  expect((await head("no")).ServerSideEncryption).toBe("AES256");
  const report = JSON.parse(await text(`reports/job-${JobId}/manifest.json`));
  const failed = await text(report.Results.find((result: { TaskExecutionStatus: string }) => result.TaskExecutionStatus === "failed").Key);
  expect(failed).toContain(`${BUCKET},no,,failed,403,AccessDenied,`);
  expect(failed).toContain(`${BUCKET},gone,,failed,404,NoSuchKey,`);
});

test("aws-facts 6.3 row 14: the trail has the job, the role that the service assumed, and KMS by the role", async () => {
  const JobId = await create(await putManifest(["a"]));
  await when(JobId, "Complete");
  const { Events = [] } = await world.cloudtrail().send(new LookupEventsCommand({}));
  const told = (name: string) => JSON.parse(Events.find(({ EventName }) => EventName === name)?.CloudTrailEvent ?? "{}");
  expect(told("CreateJob")).toMatchObject({ eventSource: "s3.amazonaws.com", readOnly: false, userIdentity: { userName: "admin" } });
  expect(told("AssumeRole")).toMatchObject({ userIdentity: { type: "AWSService", invokedBy: "batchoperations.s3.amazonaws.com" } });
  expect(told("GenerateDataKey")).toMatchObject({ userIdentity: { type: "AssumedRole", sessionContext: { sessionIssuer: { userName: "BatchRole" } } } });
});

test("a job that wants confirmation waits for it", async () => {
  const JobId = await create(await putManifest(["a"]), { ConfirmationRequired: true });
  expect(await when(JobId, "Suspended")).toMatchObject({ SuspendedCause: expect.any(String), SuspendedDate: expect.any(Date), ProgressSummary: { TotalNumberOfTasks: 1, NumberOfTasksSucceeded: 0 } });
  await control.send(new UpdateJobStatusCommand({ AccountId, JobId, RequestedJobStatus: "Ready", StatusUpdateReason: "looks good" }));
  expect(await when(JobId, "Complete")).toMatchObject({ StatusUpdateReason: "looks good" });
  expect(await refusal(control.send(new UpdateJobStatusCommand({ AccountId, JobId, RequestedJobStatus: "Cancelled" })))).toMatchObject({ name: "JobStatusException", status: 400 });
});

test("a job is cancelled; no object more is copied", async () => {
  const JobId = await create(await putManifest(["a"]), { ConfirmationRequired: true });
  await when(JobId, "Suspended");
  await control.send(new UpdateJobStatusCommand({ AccountId, JobId, RequestedJobStatus: "Cancelled" }));
  await when(JobId, "Cancelled");
  expect((await head("a")).ServerSideEncryption).toBe("AES256");
});

test("unfinished jobs go on in a stand-in made later over the same stores", async () => {
  const ETag = await putManifest(Array.from({ length: 30 }, (_, index) => `many/${index}`));
  const JobId = await create(ETag);
  await world.stop();
  const paused = await describeJob(JobId);
  expect(paused.Status).not.toBe("Complete");
  const later = createLocalAws(world.services);
  expect(await when(JobId, "Complete", "Failed")).toMatchObject({ Status: "Complete", ProgressSummary: { TotalNumberOfTasks: 30, NumberOfTasksSucceeded: 30, NumberOfTasksFailed: 0 } });
  await later.stop();
});

test("another ETag than the manifest's fails the job", async () => {
  await putManifest(["a"]);
  expect(await when(await create('"0123456789abcdef0123456789abcdef"'), "Failed")).toMatchObject({ FailureReasons: [{ FailureCode: "InvalidManifest", FailureReason: expect.stringContaining("ETag") }] });
});

test("versions, new metadata, tags and a key prefix", async () => {
  const s3 = world.s3();
  const Bucket = "keyseal-demo";
  const first = await s3.send(new PutObjectCommand({ Bucket, Key: "v", Body: "first" }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "v", Body: "second" }));
  const ETag = await putManifest([], [`${Bucket},v,${first.VersionId}`]);
  const JobId = await create(ETag, {
    Operation: {
      S3PutObjectCopy: {
        TargetResource: `arn:aws:s3:::${BUCKET}`,
        TargetKeyPrefix: "copies",
        NewObjectMetadata: { ContentType: "text/x-new", UserMetadata: { added: "yes" }, SSEAlgorithm: "AES256" },
        NewObjectTagging: [{ Key: "k", Value: "a b" }],
        StorageClass: "STANDARD_IA",
      },
    },
    Manifest: { Spec: { Format: "S3BatchOperations_CSV_20180820", Fields: ["Bucket", "Key", "VersionId"] }, Location: { ObjectArn: `arn:aws:s3:::${BUCKET}/manifest.csv`, ETag } },
    Report: { Enabled: false },
  });
  expect(await when(JobId, "Complete", "Failed")).toMatchObject({ Status: "Complete", ProgressSummary: { NumberOfTasksSucceeded: 1 } });
  expect(await text("copies/v")).toBe("first");
  expect(await head("copies/v")).toMatchObject({ ContentType: "text/x-new", Metadata: { added: "yes" }, ServerSideEncryption: "AES256", StorageClass: "STANDARD_IA", TagCount: 1 });
  expect((await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: "reports" }))).KeyCount).toBe(0);
});

describe("CreateJob, ListJobs and the rest", () => {
  test("one ClientRequestToken is one job", async () => {
    const input = job(await putManifest(["a"]), { ConfirmationRequired: true });
    const first = await control.send(new CreateJobCommand(input));
    expect((await control.send(new CreateJobCommand(input))).JobId).toBe(first.JobId);
  });

  test("lists the newest first, by status, in pages", async () => {
    const ETag = await putManifest(["a"]);
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      world.advance(1000);
      ids.unshift(await create(ETag, { ConfirmationRequired: true }));
    }
    for (const id of ids) await when(id, "Suspended");
    const page = await control.send(new ListJobsCommand({ AccountId, MaxResults: 2 }));
    expect(page.Jobs?.map(({ JobId }) => JobId)).toEqual(ids.slice(0, 2));
    expect(page.Jobs?.[0]).toMatchObject({ Operation: "S3PutObjectCopy", Status: "Suspended", Priority: 10, Description: "re-encrypt", ProgressSummary: { TotalNumberOfTasks: 1 } });
    const rest = await control.send(new ListJobsCommand({ AccountId, MaxResults: 2, NextToken: page.NextToken }));
    expect(rest.Jobs?.map(({ JobId }) => JobId)).toEqual(ids.slice(2));
    expect(rest.NextToken).toBeUndefined();
    expect((await control.send(new ListJobsCommand({ AccountId, JobStatuses: ["Active", "Complete"] }))).Jobs ?? []).toEqual([]);
  });

  test("priority and tags change", async () => {
    const JobId = await create(await putManifest(["a"]), { ConfirmationRequired: true });
    expect(await control.send(new UpdateJobPriorityCommand({ AccountId, JobId, Priority: 99 }))).toMatchObject({ JobId, Priority: 99 });
    expect((await describeJob(JobId)).Priority).toBe(99);
    await control.send(new PutJobTaggingCommand({ AccountId, JobId, Tags: [{ Key: "x", Value: "y" }] }));
    expect((await control.send(new GetJobTaggingCommand({ AccountId, JobId }))).Tags).toEqual([{ Key: "x", Value: "y" }]);
    await control.send(new DeleteJobTaggingCommand({ AccountId, JobId }));
    expect((await control.send(new GetJobTaggingCommand({ AccountId, JobId }))).Tags ?? []).toEqual([]);
  });

  test("no such job", async () => {
    expect(await refusal(control.send(new DescribeJobCommand({ AccountId, JobId: "nothing" })))).toMatchObject({ name: "NoSuchJob", status: 404 });
  });

  test("permissions: the operation's own, and iam:PassRole", async () => {
    const ETag = await putManifest(["a"]);
    const creator = world.s3Control(await world.addUser("creator", { policies: [policyText({ Effect: "Allow", Action: "s3:CreateJob", Resource: "*" })] }));
    expect(await refusal(creator.send(new CreateJobCommand(job(ETag))))).toMatchObject({ name: "AccessDenied", status: 403, message: expect.stringContaining(`iam:PassRole on resource: ${roleArn}`) });
    expect(await refusal(creator.send(new ListJobsCommand({ AccountId })))).toMatchObject({ name: "AccessDenied", status: 403 });
    expect(await refusal(control.send(new ListJobsCommand({ AccountId: "444455556666" })))).toMatchObject({ name: "AccessDenied", status: 403 });
  });

  test("a role that does not trust the service is refused", async () => {
    const ETag = await putManifest(["a"]);
    const other = await world.addRole("Other", { trustPolicy: TRUST.replace("batchoperations.s3", "lambda"), policies: [EVERYTHING] });
    expect(await refusal(control.send(new CreateJobCommand(job(ETag, { RoleArn: other.arn }))))).toMatchObject({ name: "InvalidRequest", status: 400 });
  });

  test("what is not there is refused loudly", async () => {
    const ETag = await putManifest(["a"]);
    expect(await refusal(control.send(new CreateJobCommand(job(ETag, { Operation: { S3DeleteObjectTagging: {} } }))))).toMatchObject({ name: "NotImplemented", status: 501 });
  });
});

describe("aws-facts 8.3 row 4: not callable by browsers", () => {
  const url = "http://localhost:4566/v20180820/jobs";
  test("a preflight is refused, without CORS headers, even with --open-cors", async () => {
    world = await startWorld({ openCors: true });
    const headers = { origin: CONSOLE_ORIGIN, "access-control-request-method": "POST", "access-control-request-headers": "authorization,x-amz-account-id" };
    const response = await world.fetch(new Request(url, { method: "OPTIONS", headers }));
    expect(response.status).toBe(403);
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
    expect(await response.text()).toContain("CORSResponse: Bucket not found");
  });

  test("an actual answer has none either", async () => {
    world = await startWorld({ openCors: true });
    const response = await world.fetch(new Request(url, { headers: { origin: CONSOLE_ORIGIN, "x-amz-account-id": AccountId } }));
    expect(response.status).toBe(403);
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });
});
