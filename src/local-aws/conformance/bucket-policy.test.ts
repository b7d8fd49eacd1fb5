import {
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { beforeAll, describe, expect, test } from "vitest";
import { s3Error } from "./front-only.ts";
import { bucketPolicy, bucketWithPolicy, type Credentials, PLAIN_DENIAL, policyJson } from "./policy-world.ts";
import { refusal } from "./refusal.ts";
import { startWorld, type World } from "./world.ts";

const BUCKET = "keyseal-plain";
const OBJECTS = `arn:aws:s3:::${BUCKET}/*`;

let world: World;
let s3: S3Client;
let root: Credentials;
beforeAll(async () => {
  world = await startWorld();
  s3 = world.s3();
  root = await world.addUser("root");
});

const put = (Policy: string, Bucket = BUCKET) => s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
const malformed = (message: string) => ({ name: "MalformedPolicy", status: 400, message });

describe("aws-facts 5.5 row 1: put, get, delete", () => {
  test("204, the text as it was put, 204 always", async () => {
    const text = JSON.stringify(JSON.parse(bucketPolicy(BUCKET, { Effect: "Deny", Action: "s3:DeleteObject" })), null, 3);
    expect((await put(text)).$metadata.httpStatusCode).toBe(204);
    expect((await s3.send(new GetBucketPolicyCommand({ Bucket: BUCKET }))).Policy).toBe(text);
    for (let times = 0; times < 2; times += 1) {
      expect((await s3.send(new DeleteBucketPolicyCommand({ Bucket: BUCKET }))).$metadata.httpStatusCode).toBe(204);
    }
    expect(await refusal(s3.send(new GetBucketPolicyCommand({ Bucket: BUCKET })))).toEqual({
      name: "NoSuchBucketPolicy",
      status: 404,
      message: "The bucket policy does not exist",
    });
  });

  test("a bucket that is not there", async () => {
    expect(await refusal(put("{}", "keyseal-none"))).toMatchObject({ name: "NoSuchBucket" });
  });

  test("who may not", async () => {
    const auditor = world.s3("auditor");
    const Policy = bucketPolicy(BUCKET, { Effect: "Deny" });
    expect(await refusal(auditor.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy })))).toMatchObject({ message: expect.stringContaining("perform: s3:PutBucketPolicy on") });
    expect(await refusal(auditor.send(new DeleteBucketPolicyCommand({ Bucket: BUCKET })))).toMatchObject({ message: expect.stringContaining("perform: s3:DeleteBucketPolicy on") });
  });
});

describe("aws-facts 5.5 row 2: what is no policy for this bucket", () => {
  const deny = (change: object): string => bucketPolicy(BUCKET, { Effect: "Deny", Action: "s3:PutObject", ...change });
  test.each([
    ["nothing", "", "Policies must be valid JSON and the first byte must be '{'"],
    ["no JSON", "hello", "Policies must be valid JSON and the first byte must be '{'"],
    ["white space first", " {}", "Policies must be valid JSON and the first byte must be '{'"],
    ["a list", "[]", "Policies must be valid JSON and the first byte must be '{'"],
    ["{}", "{}", "Missing required field Statement"],
    ["no principal", policyJson({ Action: "s3:GetObject", Resource: OBJECTS }), "Missing required field Principal"],
    ["no resource", deny({ Resource: undefined }), "Missing required field Resource"],
    ["no action", deny({ Action: undefined }), "Missing required field Action"],
    ["no effect", deny({ Effect: undefined }), "Missing required field Effect"],
    ["a user who does not exist", deny({ Principal: { AWS: "arn:aws:iam::111122223333:user/nobody" } }), "Invalid principal in policy"],
    ["half an account", deny({ Principal: { AWS: "1111" } }), "Invalid principal in policy"],
    ["users by pattern", deny({ Principal: { AWS: "arn:aws:iam::111122223333:user/*" } }), "Invalid principal in policy"],
    ["no kind of principal", deny({ Principal: { Group: "x" } }), "Invalid principal in policy"],
    ["everybody but somebody may", bucketPolicy(BUCKET, { Principal: undefined, NotPrincipal: { AWS: "111122223333" }, Action: "s3:GetObject" }), "Allow with NotPrincipal is not allowed."],
    ["another bucket", deny({ Resource: "arn:aws:s3:::other/*" }), "Policy has invalid resource"],
    ["every resource", deny({ Resource: "*" }), "Policy has invalid resource"],
    ["a bucket whose name begins alike", deny({ Resource: `arn:aws:s3:::${BUCKET}er/*` }), "Policy has invalid resource"],
    ["no action of S3's", deny({ Action: "s3:PutObjects" }), "Policy has invalid action"],
    ["another service's action", deny({ Action: "kms:Decrypt" }), "Policy has invalid action"],
    ["an action of buckets on objects", deny({ Action: "s3:ListBucket" }), "Action does not apply to any resource(s) in statement"],
    ["an action of objects on the bucket", deny({ Resource: `arn:aws:s3:::${BUCKET}` }), "Action does not apply to any resource(s) in statement"],
    ["no operator", deny({ Condition: { StringIs: { "s3:prefix": "" } } }), "Invalid Condition type : StringIs"],
    ["no condition key", deny({ Condition: { StringEquals: { "s3:prefixes": "" } } }), "Policy has an invalid condition key"],
    ["a key of KMS's", deny({ Condition: { StringEquals: { "kms:ViaService": "" } } }), "Policy has an invalid condition key"],
    ["a key of other actions", deny({ Condition: { StringEquals: { "s3:prefix": "" } } }), "Conditions do not apply to combination of actions and resources in statement"],
    ["no address", deny({ Condition: { IpAddress: { "aws:SourceIp": "1.2.3" } } }), "Invalid IP address in Conditions"],
    ["an unknown version", JSON.stringify({ ...JSON.parse(deny({})), Version: "2020-01-01" }), "The policy must contain a valid version string"],
    ["an unknown element", deny({ Actions: "s3:*" }), "Unknown field Actions"],
  ])("%s", async (_what, policy, message) => {
    expect(await refusal(put(policy))).toEqual(malformed(message));
  });

  test("what is meant is told", async () => {
    const detail = async (policy: string): Promise<string | undefined> => {
      const error: unknown = await put(policy).catch((thrown: unknown) => thrown);
      return error instanceof Error && "Detail" in error ? String(error.Detail) : undefined;
    };
    expect(await detail(deny({ Action: "s3:Nothing" }))).toBe("s3:Nothing");
    expect(await detail(deny({ Principal: { AWS: "1111" } }))).toBe('"AWS" : "1111"');
  });

  test("aws-facts 5.5 row 3: 20 KB are taken, more are not", async () => {
    const base = deny({ Sid: "" }).length;
    const ofSize = (bytes: number): string => deny({ Sid: "a".repeat(bytes - base) });
    expect((await put(ofSize(20_480))).$metadata.httpStatusCode).toBe(204);
    expect(await refusal(put(ofSize(20_481)))).toMatchObject({ name: "PolicyTooLarge", status: 400 });
    await s3.send(new DeleteBucketPolicyCommand({ Bucket: BUCKET }));
  });

  test.each([
    ["everything of S3", { Action: "s3:*" }],
    ["everything", { Action: "*" }],
    ["the bucket and its objects by one pattern", { Action: ["s3:ListBucket", "s3:GetObject"], Resource: `arn:aws:s3:::${BUCKET}*` }],
    ["principals of all kinds", { Principal: { AWS: ["111122223333", "arn:aws:iam::444455556666:root", "arn:aws:iam::111122223333:user/auditor", "AIDALOCALAUDITOR00000"], Service: "cloudtrail.amazonaws.com", Federated: "cognito-identity.amazonaws.com" } }],
    ["a variable", { Resource: `arn:aws:s3:::${BUCKET}/\${aws:username}/*` }],
    ["NotAction, NotResource", { Action: undefined, NotAction: "s3:GetObject", Resource: undefined, NotResource: OBJECTS }],
    ["a key in another letter case", { Condition: { StringEquals: { "S3:X-Amz-Server-Side-Encryption": "AES256" } } }],
    ["tag keys", { Action: "s3:*", Condition: { StringEquals: { "s3:ExistingObjectTag/a": "b", "aws:PrincipalTag/c": "d" } } }],
  ])("taken: %s", async (_what, change) => {
    expect((await put(deny(change))).$metadata.httpStatusCode).toBe(204);
    // Whatever the policy denies, root can delete it (5.1 row 8).
    await world.s3(root).send(new DeleteBucketPolicyCommand({ Bucket: BUCKET }));
  });
});

describe("aws-facts 5.5 row 4: public policies", () => {
  const PUBLIC = bucketPolicy(BUCKET, { Action: "s3:GetObject" });
  const anonymous = (path: string) => world.fetch(new Request(`http://localhost:4566${path}`, { headers: { host: "localhost:4566" } }));

  test("new buckets have all four blocks on, and a public policy is refused", async () => {
    const { PublicAccessBlockConfiguration } = await s3.send(new GetPublicAccessBlockCommand({ Bucket: BUCKET }));
    expect(PublicAccessBlockConfiguration).toEqual({ BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true });
    expect(await refusal(put(PUBLIC))).toEqual({
      name: "AccessDenied",
      status: 403,
      message:
        `User: arn:aws:iam::111122223333:user/admin is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${BUCKET}" ` +
        "because public policies are blocked by the BlockPublicPolicy block public access setting.",
    });
  });

  test("without the blocks anybody may read; with RestrictPublicBuckets only the account again", async () => {
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket: BUCKET }));
    expect(await refusal(s3.send(new GetPublicAccessBlockCommand({ Bucket: BUCKET })))).toEqual({
      name: "NoSuchPublicAccessBlockConfiguration",
      status: 404,
      message: "The public access block configuration was not found",
    });
    await put(PUBLIC);
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "public.txt", Body: "for all" }));
    const response = await anonymous(`/${BUCKET}/public.txt`);
    expect([response.status, await response.text()]).toEqual([200, "for all"]);
    expect(await s3Error(await anonymous(`/${BUCKET}`))).toMatchObject({ status: "403", Message: "Access Denied" });

    await s3.send(new PutPublicAccessBlockCommand({ Bucket: BUCKET, PublicAccessBlockConfiguration: { RestrictPublicBuckets: true } }));
    const { PublicAccessBlockConfiguration } = await s3.send(new GetPublicAccessBlockCommand({ Bucket: BUCKET }));
    expect(PublicAccessBlockConfiguration).toEqual({ BlockPublicAcls: false, IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: true });
    expect(await s3Error(await anonymous(`/${BUCKET}/public.txt`))).toMatchObject({ status: "403", Message: "Access Denied" });
    const inside = await world.addUser("inside");
    expect(await (await world.s3(inside).send(new GetObjectCommand({ Bucket: BUCKET, Key: "public.txt" }))).Body?.transformToString()).toBe("for all");
  });

  test.each([
    ["public", { Action: "s3:GetObject" }, true],
    ["a Deny for everybody", { Effect: "Deny", Action: "s3:GetObject" }, false],
    ["one account", { Principal: { AWS: "111122223333" }, Action: "s3:GetObject" }, false],
    ["everybody of one account", { Action: "s3:GetObject", Condition: { StringEquals: { "aws:PrincipalAccount": "111122223333" } } }, false],
  ])("GetBucketPolicyStatus: %s", async (_what, statement, IsPublic) => {
    await put(bucketPolicy(BUCKET, statement));
    expect((await s3.send(new GetBucketPolicyStatusCommand({ Bucket: BUCKET }))).PolicyStatus).toEqual({ IsPublic });
  });

  test("GetBucketPolicyStatus without a policy", async () => {
    await s3.send(new DeleteBucketPolicyCommand({ Bucket: BUCKET }));
    expect(await refusal(s3.send(new GetBucketPolicyStatusCommand({ Bucket: BUCKET })))).toMatchObject({ name: "NoSuchBucketPolicy", status: 404 });
  });
});

describe("across accounts", () => {
  const OTHER = "444455556666";
  let partner: Credentials;
  let stranger: Credentials;
  beforeAll(async () => {
    partner = await world.addUser("partner", { accountId: OTHER, policies: [policyJson({ Action: ["s3:GetObject", "s3:PutObject"] })] });
    stranger = await world.addUser("stranger", { accountId: OTHER });
    await bucketWithPolicy(world, "shared", { Principal: { AWS: `arn:aws:iam::${OTHER}:root` }, Action: ["s3:GetObject", "s3:DeleteObject"] });
    await s3.send(new PutObjectCommand({ Bucket: "shared", Key: "k", Body: "shared" }));
  });

  test("both sides allow", async () => {
    expect(await (await world.s3(partner).send(new GetObjectCommand({ Bucket: "shared", Key: "k" }))).Body?.transformToString()).toBe("shared");
  });

  test("either side alone is not enough", async () => {
    expect(await refusal(world.s3(stranger).send(new GetObjectCommand({ Bucket: "shared", Key: "k" })))).toEqual(PLAIN_DENIAL);
    expect(await refusal(world.s3(partner).send(new PutObjectCommand({ Bucket: "shared", Key: "k", Body: "x" })))).toEqual(PLAIN_DENIAL);
  });

  test("the policy itself is the bucket owner's alone: 405 even to whom it allows that", async () => {
    await bucketWithPolicy(world, "policy-shared", { Principal: { AWS: OTHER }, Action: "s3:*BucketPolicy", Resource: "arn:aws:s3:::policy-shared" });
    const theirs = world.s3(await world.addUser("peer", { accountId: OTHER, policies: [policyJson({})] }));
    const refused = { name: "MethodNotAllowed", status: 405, message: "The specified method is not allowed against this resource." };
    const target = { Bucket: "policy-shared" };
    expect(await refusal(theirs.send(new GetBucketPolicyCommand(target)))).toEqual(refused);
    expect(await refusal(theirs.send(new DeleteBucketPolicyCommand(target)))).toEqual(refused);
    expect(await refusal(theirs.send(new PutBucketPolicyCommand({ ...target, Policy: bucketPolicy("policy-shared", { Effect: "Deny" }) })))).toEqual(refused);
  });
});
