import {
  GetBucketPolicyCommand,
  DeleteBucketPolicyCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { DecryptCommand, EncryptCommand, GenerateDataKeyCommand, ListKeysCommand } from "@aws-sdk/client-kms";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { beforeAll, describe, expect, test } from "vitest";
import { newSessionCredentials } from "#local-aws/iam/session-credentials.ts";
import { demoKeys } from "#local-aws/seed.ts";
import { ACCOUNT_ID } from "#local-aws/world.ts";
import { s3Error } from "./front-only.ts";
import { bucketPolicy, bucketWithPolicy, BY_BUCKET_POLICY, type Credentials, denial, PLAIN_DENIAL, policyJson } from "./policy-world.ts";
import { refusal } from "./refusal.ts";
import { startWorld, type World } from "./world.ts";

const BUCKET = "keyseal-plain";
const KEY = "hello.txt";
const OBJECT = `arn:aws:s3:::${BUCKET}/${KEY}`;
const FINANCE = demoKeys.finance;
const OTHER_ACCOUNT = "444455556666";

let world: World;
let nobody: Credentials;
let reader: Credentials;
let foreigner: Credentials;
let root: Credentials;
beforeAll(async () => {
  world = await startWorld();
  nobody = await world.addUser("nobody");
  reader = await world.addUser("reader", { policies: [policyJson({ Action: "s3:GetObject" })] });
  foreigner = await world.addUser("foreigner", { accountId: OTHER_ACCOUNT, policies: [policyJson({})] });
  root = await world.addUser("root");
});

const get = (who: Credentials, Bucket = BUCKET, Key = KEY) => world.s3(who).send(new GetObjectCommand({ Bucket, Key }));

describe("which kind of policy denies", () => {
  test("aws-facts 5.4 row 1: an explicit deny in the bucket policy, the owner's admin and root included (5.1 row 8)", async () => {
    await bucketWithPolicy(world, "denying", { Effect: "Deny", Action: "s3:PutObject" });
    const put = (who: Credentials | undefined) => world.s3(who).send(new PutObjectCommand({ Bucket: "denying", Key: "k", Body: "x" }));
    expect(await refusal(put(undefined))).toEqual(denial("admin", "s3:PutObject", "arn:aws:s3:::denying/k", BY_BUCKET_POLICY));
    expect(await refusal(put(root))).toEqual({
      ...PLAIN_DENIAL,
      message: `User: arn:aws:iam::${ACCOUNT_ID}:root is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::denying/k" ${BY_BUCKET_POLICY}`,
    });
  });

  test("aws-facts 5.4 row 2: nothing allows", async () => {
    expect(await refusal(get(nobody))).toEqual(denial("nobody", "s3:GetObject", OBJECT, "because no identity-based policy allows the s3:GetObject action"));
  });

  test("aws-facts 5.4 row 2: an action without a resource names none", async () => {
    expect(await refusal(world.s3(nobody).send(new ListBucketsCommand({})))).toMatchObject({
      message: `User: arn:aws:iam::${ACCOUNT_ID}:user/nobody is not authorized to perform: s3:ListAllMyBuckets because no identity-based policy allows the s3:ListAllMyBuckets action`,
    });
    expect(await refusal(world.kms(nobody).send(new ListKeysCommand({})))).toMatchObject({
      message: `User: arn:aws:iam::${ACCOUNT_ID}:user/nobody is not authorized to perform: kms:ListKeys on resource: * because no identity-based policy allows the kms:ListKeys action`,
    });
  });

  test("aws-facts 5.4 row 3: an explicit deny in an identity-based policy", async () => {
    const ann = await world.addUser("ann", { policies: [policyJson({}, { Effect: "Deny", Action: "s3:GetObject" })] });
    expect(await refusal(get(ann))).toEqual(denial("ann", "s3:GetObject", OBJECT, "with an explicit deny in an identity-based policy"));
  });

  test("aws-facts 5.4 row 3: no session policy allows, and an explicit deny in one", async () => {
    const role = await world.addRole("limited", { trustPolicy: policyJson(), policies: [policyJson({})] });
    const inSession = (policy: string) =>
      newSessionCredentials(world.services, {
        owner: { type: "role", accountId: ACCOUNT_ID, roleName: role.roleName },
        source: "assume-role",
        name: "s1",
        durationSeconds: 900,
        policies: [policy],
      });
    const who = `User: arn:aws:sts::${ACCOUNT_ID}:assumed-role/limited/s1 is not authorized to perform: s3:GetObject on resource: "${OBJECT}"`;
    expect(await refusal(get(await inSession(policyJson({ Action: "s3:PutObject" }))))).toEqual({
      ...PLAIN_DENIAL,
      message: `${who} because no session policy allows the s3:GetObject action`,
    });
    expect(await refusal(get(await inSession(policyJson({}, { Effect: "Deny", Action: "s3:GetObject" }))))).toEqual({
      ...PLAIN_DENIAL,
      message: `${who} with an explicit deny in a session policy`,
    });
    expect((await get(await inSession(policyJson({ Action: "s3:Get*" })))).ContentLength).toBeGreaterThan(0);
  });

  test("aws-facts 5.4 row 4, 3.1 row 5: KMS, directly and through S3", async () => {
    const message = `User: arn:aws:iam::${ACCOUNT_ID}:user/putter is not authorized to perform: kms:GenerateDataKey on resource: ${FINANCE.arn} because no identity-based policy allows the kms:GenerateDataKey action`;
    const putter = await world.addUser("putter", { policies: [policyJson({ Action: "s3:PutObject" })] });
    const put = new PutObjectCommand({ Bucket: BUCKET, Key: "k", Body: "x", ServerSideEncryption: "aws:kms", SSEKMSKeyId: FINANCE.arn });
    expect(await refusal(world.s3(putter).send(put))).toEqual({ name: "AccessDenied", status: 403, message });
    const direct = new GenerateDataKeyCommand({ KeyId: FINANCE.arn, KeySpec: "AES_256" });
    expect(await refusal(world.kms(putter).send(direct))).toEqual({ name: "AccessDeniedException", status: 400, message });
  });

  test("aws-facts 5.4 row 5: KMS, another account's key", async () => {
    const { CiphertextBlob } = await world.kms().send(new EncryptCommand({ KeyId: FINANCE.arn, Plaintext: new Uint8Array(1) }));
    expect(await refusal(world.kms(foreigner).send(new DecryptCommand({ CiphertextBlob, KeyId: FINANCE.arn })))).toEqual({
      name: "AccessDeniedException",
      status: 400,
      message:
        `User: arn:aws:iam::${OTHER_ACCOUNT}:user/foreigner is not authorized to perform: kms:Decrypt on this resource because the resource does not ` +
        "exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access",
    });
  });

  test("aws-facts 5.4 rows 6 and 9: another account's caller and an anonymous one are told no more than Access Denied", async () => {
    expect(await refusal(get(foreigner))).toEqual(PLAIN_DENIAL);
    const response = await world.fetch(new Request(`http://localhost:4566/${BUCKET}/${KEY}`, { headers: { host: "localhost:4566" } }));
    expect(response.headers.get("content-type")).toBe("application/xml");
    expect(await response.clone().text()).toMatch(
      /<Error><Code>AccessDenied<\/Code><Message>Access Denied<\/Message><RequestId>[^<]+<\/RequestId><HostId>[^<]+<\/HostId><\/Error>$/,
    );
    expect(await s3Error(response)).toEqual({ status: "403", Code: "AccessDenied", Message: "Access Denied", RequestId: expect.any(String), HostId: expect.any(String) });
  });

  test("aws-facts 5.4 row 7: HEAD is 403 with no body", async () => {
    const head = new HeadObjectCommand({ Bucket: BUCKET, Key: KEY });
    expect(await refusal(world.s3(nobody).send(head))).toMatchObject({ status: 403 });
    const url = await getSignedUrl(world.s3(nobody), head, { signingDate: new Date(world.services.clock.now()) });
    const response = await world.fetch(new Request(url, { method: "HEAD", headers: { host: "localhost:4566" } }));
    expect([response.status, response.headers.get("content-type"), await response.text()]).toEqual([403, "application/xml", ""]);
  });

  test("aws-facts 5.4 row 8: a missing key is 404 to who may list, 403 to who may not", async () => {
    expect(await refusal(get(reader, BUCKET, "none"))).toEqual(
      denial("reader", "s3:ListBucket", `arn:aws:s3:::${BUCKET}`, "because no identity-based policy allows the s3:ListBucket action"),
    );
    const lister = await world.addUser("lister", { policies: [policyJson({ Action: ["s3:GetObject", "s3:ListBucket"] })] });
    expect(await refusal(get(lister, BUCKET, "none"))).toMatchObject({ name: "NoSuchKey", status: 404 });
  });
});

test("aws-facts 5.1 row 8: root can read, replace and delete a policy that denies everybody everything", async () => {
  const all = { Action: "s3:*", Resource: ["arn:aws:s3:::sealed", "arn:aws:s3:::sealed/*"] };
  await bucketWithPolicy(world, "sealed", { Effect: "Deny", ...all });
  expect(await refusal(world.s3().send(new DeleteBucketPolicyCommand({ Bucket: "sealed" })))).toEqual(
    denial("admin", "s3:DeleteBucketPolicy", "arn:aws:s3:::sealed", BY_BUCKET_POLICY),
  );
  const s3 = world.s3(root);
  expect(await refusal(s3.send(new ListObjectsV2Command({ Bucket: "sealed" })))).toMatchObject({ status: 403 });
  expect((await s3.send(new GetBucketPolicyCommand({ Bucket: "sealed" }))).Policy).toContain("Deny");
  await s3.send(new PutBucketPolicyCommand({ Bucket: "sealed", Policy: bucketPolicy("sealed", { Effect: "Deny", ...all }) }));
  expect((await s3.send(new DeleteBucketPolicyCommand({ Bucket: "sealed" }))).$metadata.httpStatusCode).toBe(204);
  expect((await world.s3().send(new ListObjectsV2Command({ Bucket: "sealed" }))).KeyCount).toBe(0);
});
