import { promises as fs } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudTrailClient, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { HeadObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateJobCommand, DescribeJobCommand, S3ControlClient } from "@aws-sdk/client-s3-control";
import { afterEach, beforeEach, expect, test } from "vitest";
import { demoKeys } from "#local-aws/seed.ts";
import { saveRole } from "#local-aws/iam/principals.ts";
import { openLmdbMetadata } from "./lmdb-metadata.ts";
import { openLocalAws, type OpenLocalAws } from "./open-local-aws.ts";
import { createSdkTransport } from "./sdk-transport.ts";

const BUCKET = "keyseal-plain";
const AccountId = "111122223333";

let folder: string;
let open: OpenLocalAws;
beforeEach(async () => {
  folder = await fs.mkdtemp(join(tmpdir(), "keyseal-history-"));
  open = await start();
});
afterEach(async () => {
  await open.close();
  await fs.rm(folder, { recursive: true, force: true });
});

const start = (): Promise<OpenLocalAws> =>
  openLocalAws({ folder: join(folder, "data"), reset: false, openCors: false, requireTls: false, realistic: false, faults: false, consoleOrigins: [] });

function config() {
  const credentials = { accessKeyId: "AKIALOCALADMIN000000", secretAccessKey: "local-admin-secret-for-the-demo-only-000" };
  return { region: "us-east-1", endpoint: "http://localhost:4566", credentials, requestHandler: createSdkTransport(open.localAws), maxAttempts: 1 };
}
const s3 = (): S3Client => new S3Client({ ...config(), forcePathStyle: true });
const put = (Key: string, Body = "body") => s3().send(new PutObjectCommand({ Bucket: BUCKET, Key, Body, ServerSideEncryption: "aws:kms", SSEKMSKeyId: demoKeys.finance.arn }));

test("events outlive a restart, also those that waited when the stand-in was closed", async () => {
  await put("kept");
  await (await s3().send(new GetObjectCommand({ Bucket: BUCKET, Key: "kept" }))).Body?.transformToString();
  await open.close();
  open = await start();
  const { Events = [] } = await new CloudTrailClient(config()).send(new LookupEventsCommand({ MaxResults: 2 }));
  expect(Events.map(({ EventName }) => EventName)).toEqual(["Decrypt", "GenerateDataKey"]);
});

test("a job that was cut short by the end of the stand-in goes on at the next start", async () => {
  await open.close();
  const metadata = await openLmdbMetadata(join(folder, "data", "s3"));
  const RoleArn = `arn:aws:iam::${AccountId}:role/Batch`;
  await metadata.transact((transaction) =>
    saveRole(transaction, {
      roleName: "Batch",
      roleId: "AROABATCH",
      arn: RoleArn,
      accountId: AccountId,
      trustPolicy: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: "batchoperations.s3.amazonaws.com" }, Action: "sts:AssumeRole" }] }),
      policies: [JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] })],
      maxSessionDuration: 3600,
    }),
  );
  await metadata.close();
  open = await start();
  const keys = Array.from({ length: 25 }, (_, index) => `job/${index}`);
  for (const key of keys) await put(key);
  const { ETag } = await s3().send(new PutObjectCommand({ Bucket: BUCKET, Key: "manifest.csv", Body: keys.map((key) => `${BUCKET},${key}`).join("\n") }));
  const { JobId = "" } = await new S3ControlClient(config()).send(
    new CreateJobCommand({
      AccountId,
      ConfirmationRequired: false,
      Priority: 1,
      RoleArn,
      ClientRequestToken: "once",
      Operation: { S3PutObjectCopy: { TargetResource: `arn:aws:s3:::${BUCKET}`, SSEAwsKmsKeyId: demoKeys.hr.arn } },
      Manifest: { Spec: { Format: "S3BatchOperations_CSV_20180820", Fields: ["Bucket", "Key"] }, Location: { ObjectArn: `arn:aws:s3:::${BUCKET}/manifest.csv`, ETag } },
      Report: { Enabled: false },
    }),
  );
  await open.close();
  open = await start();
  const progress = async () => (await new S3ControlClient(config()).send(new DescribeJobCommand({ AccountId, JobId }))).Job;
  await expect.poll(async () => (await progress())?.Status, { timeout: 30_000 }).toBe("Complete");
  expect((await progress())?.ProgressSummary).toMatchObject({ TotalNumberOfTasks: 25, NumberOfTasksSucceeded: 25, NumberOfTasksFailed: 0 });
  expect((await s3().send(new HeadObjectCommand({ Bucket: BUCKET, Key: "job/24" }))).SSEKMSKeyId).toBe(demoKeys.hr.arn);
});
