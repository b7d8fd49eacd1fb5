import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { beforeAll, describe, expect, test } from "vitest";
import { newSessionCredentials } from "#local-aws/iam/session-credentials.ts";
import { demoPrincipals } from "#local-aws/seed.ts";
import { ACCOUNT_ID } from "#local-aws/world.ts";
import { s3Error } from "./front-only.ts";
import { bucketPolicy, bucketWithPolicy, BY_BUCKET_POLICY, connectedClient, type Credentials, denial, policyJson } from "./policy-world.ts";
import { refusal } from "./refusal.ts";
import { startWorld, type World } from "./world.ts";

const BUCKET = "conditions";
const ARN = `arn:aws:s3:::${BUCKET}`;

let world: World;
let s3: S3Client;
let admin: Credentials;
beforeAll(async () => {
  world = await startWorld();
  s3 = world.s3();
  await bucketWithPolicy(world, BUCKET, { Effect: "Deny", Action: "s3:DeleteObject" });
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "home/ann/a.txt", Body: "a" }));
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "home/bob/b.txt", Body: "b" }));
  const found = demoPrincipals.find(({ name }) => name === "admin");
  if (found === undefined) throw new Error("no admin");
  admin = found;
});

const putPolicy = (...statements: readonly object[]) => s3.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy: bucketPolicy(BUCKET, ...statements) }));
const deny = (condition: object, action = "s3:GetObject"): object => ({ Effect: "Deny", Action: action, Condition: condition });
const get = (client: S3Client, Key = "home/ann/a.txt") => client.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
const denied = (action: string, key: string) => denial("admin", action, `${ARN}/${key}`, BY_BUCKET_POLICY);

describe("how the request came", () => {
  test("aws-facts 5.1 row 9: aws:SecureTransport is false over HTTP, true under TLS", async () => {
    await putPolicy(deny({ Bool: { "aws:SecureTransport": "false" } }));
    expect(await refusal(get(connectedClient(world, admin, { tls: false })))).toEqual(denied("s3:GetObject", "home/ann/a.txt"));
    expect((await get(connectedClient(world, admin, { tls: true }))).ContentLength).toBe(1);
  });

  test("aws:SourceIp", async () => {
    await putPolicy(deny({ NotIpAddress: { "aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"] } }));
    for (const remoteAddress of ["203.0.113.77", "2001:db8::1", "::ffff:203.0.113.1"]) {
      expect((await get(connectedClient(world, admin, { remoteAddress }))).ContentLength).toBe(1);
    }
    expect(await refusal(get(connectedClient(world, admin, { remoteAddress: "198.51.100.1" })))).toEqual(denied("s3:GetObject", "home/ann/a.txt"));
  });

  test("s3:signatureAge and s3:authType: a presigned URL only while it is young", async () => {
    await putPolicy(deny({ NumericGreaterThan: { "s3:signatureAge": "600000" } }), deny({ StringNotEquals: { "s3:authType": "REST-QUERY-STRING" } }));
    const signed = await getSignedUrl(s3, new GetObjectCommand({ Bucket: BUCKET, Key: "home/ann/a.txt" }), {
      signingDate: new Date(world.services.clock.now()),
      expiresIn: 3600,
    });
    const fetched = () => world.fetch(new Request(signed, { headers: { host: "localhost:4566" } }));
    expect((await fetched()).status).toBe(200);
    expect(await refusal(get(s3))).toEqual(denied("s3:GetObject", "home/ann/a.txt"));
    world.advance(600_001);
    expect(await s3Error(await fetched())).toMatchObject({ status: "403", Message: denied("s3:GetObject", "home/ann/a.txt").message });
    s3 = world.s3();
  });
});

describe("s3:ObjectCreationOperation", () => {
  test("conditional writes can be required of PutObject and Complete, not of an upload on its way", async () => {
    await putPolicy({ Effect: "Deny", Action: "s3:PutObject", Condition: { Null: { "s3:if-none-match": "true" }, Bool: { "s3:ObjectCreationOperation": "true" } } });
    const input = { Bucket: BUCKET, Key: "whole" };
    expect(await refusal(s3.send(new PutObjectCommand({ ...input, Body: "x" })))).toEqual(denied("s3:PutObject", "whole"));
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(input));
    const { ETag } = await s3.send(new UploadPartCommand({ ...input, UploadId, PartNumber: 1, Body: "x" }));
    const complete = { ...input, UploadId, MultipartUpload: { Parts: [{ ETag, PartNumber: 1 }] } };
    expect(await refusal(s3.send(new CompleteMultipartUploadCommand(complete)))).toEqual(denied("s3:PutObject", "whole"));
    await s3.send(new CompleteMultipartUploadCommand({ ...complete, IfNoneMatch: "*" }));
    await s3.send(new PutObjectCommand({ ...input, Key: "whole-too", Body: "x", IfNoneMatch: "*" }));
  });
});

describe("who asks", () => {
  test("aws:PrincipalArn is the role's, and aws:PrincipalTag the session's before the role's own", async () => {
    const role = await world.addRole("team", { trustPolicy: policyJson(), policies: [policyJson({})], tags: { Team: "red", Site: "north" } });
    const session = await newSessionCredentials(world.services, {
      owner: { type: "role", accountId: ACCOUNT_ID, roleName: role.roleName },
      source: "assume-role",
      name: "s1",
      durationSeconds: 900,
      tags: { team: "blue" },
    });
    const client = world.s3(session);
    await putPolicy(deny({ ArnNotEquals: { "aws:PrincipalArn": role.arn } }));
    expect((await get(client)).ContentLength).toBe(1);
    expect(await refusal(get(s3))).toMatchObject({ status: 403 });
    await putPolicy(deny({ StringNotEquals: { "aws:PrincipalTag/TEAM": "blue", "aws:PrincipalTag/Site": "north" } }));
    expect((await get(client)).ContentLength).toBe(1);
    await putPolicy(deny({ StringNotEquals: { "aws:PrincipalTag/Team": "red" } }));
    expect(await refusal(get(client))).toMatchObject({ status: 403 });
  });

  test("aws:TokenIssueTime and aws:MultiFactorAuthPresent are of temporary credentials", async () => {
    const ann = await world.addUser("ann", { policies: [policyJson({})] });
    const session = await newSessionCredentials(world.services, {
      owner: { type: "user", accountId: ACCOUNT_ID, userName: "ann" },
      source: "session-token",
      durationSeconds: 900,
    });
    await putPolicy(deny({ BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } }));
    expect(await refusal(get(world.s3(ann)))).toMatchObject({ status: 403 });
    await putPolicy(deny({ Bool: { "aws:MultiFactorAuthPresent": "false" } }));
    expect((await get(world.s3(ann))).ContentLength).toBe(1);
    expect(await refusal(get(world.s3(session)))).toMatchObject({ status: 403 });
    await putPolicy(deny({ Null: { "aws:TokenIssueTime": "true" } }));
    expect((await get(world.s3(session))).ContentLength).toBe(1);
  });
});

describe("tags", () => {
  test("s3:ExistingObjectTag: what is confidential is not read", async () => {
    await putPolicy({ Effect: "Deny", Action: ["s3:GetObject", "s3:GetObjectTagging"], Condition: { StringEquals: { "s3:ExistingObjectTag/class": "confidential" } } });
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "tagged", Body: "x", Tagging: "class=confidential&team=red" }));
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "open", Body: "x", Tagging: "class=public" }));
    expect((await get(s3, "open")).ContentLength).toBe(1);
    expect(await refusal(get(s3, "tagged"))).toEqual(denied("s3:GetObject", "tagged"));
    expect(await refusal(s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "tagged" })))).toMatchObject({ status: 403 });
    expect(await refusal(s3.send(new GetObjectTaggingCommand({ Bucket: BUCKET, Key: "tagged" })))).toEqual(denied("s3:GetObjectTagging", "tagged"));
  });

  test("s3:RequestObjectTag and s3:RequestObjectTagKeys: what an upload may set", async () => {
    await putPolicy(
      deny({ StringNotEquals: { "s3:RequestObjectTag/class": ["public", "internal"] } }, "s3:PutObject"),
      deny({ "ForAnyValue:StringNotEquals": { "s3:RequestObjectTagKeys": ["class", "team"] } }, "s3:PutObject"),
    );
    const put = (Tagging: string) => s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "t", Body: "x", Tagging }));
    expect((await put("class=public&team=red")).$metadata.httpStatusCode).toBe(200);
    expect(await refusal(put("class=secret"))).toEqual(denied("s3:PutObject", "t"));
    expect(await refusal(put("class=public&other=1"))).toEqual(denied("s3:PutObject", "t"));
    expect(await refusal(put(""))).toEqual(denied("s3:PutObject", "t"));
  });
});

describe("identity policies with variables and conditions", () => {
  test("s3:prefix and ${aws:username}: a user lists and reads a folder of their own", async () => {
    await putPolicy({ Effect: "Deny", Action: "s3:DeleteObject" });
    const bob = await world.addUser("bob", {
      policies: [
        policyJson(
          { Action: "s3:ListBucket", Resource: ARN, Condition: { StringLike: { "s3:prefix": ["", "home/${aws:username}/*"] } } },
          { Action: "s3:GetObject", Resource: `${ARN}/home/\${aws:username}/*` },
        ),
      ],
    });
    const client = world.s3(bob);
    const list = (Prefix: string | undefined) => client.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix }));
    expect((await list("home/bob/")).Contents?.map(({ Key }) => Key)).toEqual(["home/bob/b.txt"]);
    expect((await list("")).KeyCount).toBeGreaterThan(0);
    expect(await refusal(list("home/ann/"))).toEqual(denial("bob", "s3:ListBucket", ARN, "because no identity-based policy allows the s3:ListBucket action"));
    expect(await refusal(list(undefined))).toMatchObject({ status: 403 });
    expect((await get(client, "home/bob/b.txt")).ContentLength).toBe(1);
    expect(await refusal(get(client))).toMatchObject({ status: 403 });
  });

  test("s3:LocationConstraint: buckets in Ireland only", async () => {
    const maker = await world.addUser("maker", {
      policies: [policyJson({ Action: "s3:CreateBucket", Condition: { StringEquals: { "s3:LocationConstraint": "eu-west-1" } } })],
    });
    const inIreland = new CreateBucketCommand({ Bucket: "made-in-ireland", CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } });
    expect((await world.s3(maker, "eu-west-1").send(inIreland)).$metadata.httpStatusCode).toBe(200);
    expect(await refusal(world.s3(maker).send(new CreateBucketCommand({ Bucket: "made-in-virginia" })))).toMatchObject({ status: 403 });
  });

  test("s3:x-amz-storage-class and s3:if-none-match in a bucket policy", async () => {
    await putPolicy(deny({ StringNotEqualsIfExists: { "s3:x-amz-storage-class": "STANDARD" }, Null: { "s3:if-none-match": "true" } }, "s3:PutObject"));
    const put = (input: object) => s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "once", Body: "x", ...input }));
    expect(await refusal(put({}))).toEqual(denied("s3:PutObject", "once"));
    expect((await put({ IfNoneMatch: "*" })).$metadata.httpStatusCode).toBe(200);
    expect((await put({ StorageClass: "STANDARD" })).$metadata.httpStatusCode).toBe(200);
  });
});
