import assert from "node:assert/strict";
import { ACCOUNT, ADMIN, KEYS } from "../support/demo-world.mjs";
import { assertHas, assertRefused } from "../support/expect.mjs";
import { test } from "../support/test.mjs";

/** STS's calls (aws-facts 4.1), and S3 with the credentials that it gives. */
export function testSts({ call, bucket, thoroughly }) {
  const sessionOf = ({ Credentials }) => ({ accessKeyId: Credentials.AccessKeyId, secretAccessKey: Credentials.SecretAccessKey, sessionToken: Credentials.SessionToken });

  test("aws-facts 4.1: says who calls", async () => {
    assertHas(await call("sts", "GetCallerIdentity"), { Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/admin` });
    const stranger = { ...ADMIN, accessKeyId: "AKIANOBODYKNOWSME000" };
    await assertRefused(call("sts", "GetCallerIdentity", {}, { as: stranger }), "InvalidClientTokenId", /^The security token included in the request is invalid\.?$/);
  });

  test("aws-facts 4.1: a session's credentials upload under SSE-KMS, and only with its token", async () => {
    const session = sessionOf(await call("sts", "GetSessionToken", { DurationSeconds: 900 }));
    assert.match(session.accessKeyId, /^ASIA/);
    const object = { Bucket: bucket, Key: "session.txt" };
    const Body = Buffer.from("by a session");
    await call("s3", "PutObject", { ...object, Body, ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.finance.arn }, { as: session });
    assertHas(await call("s3", "GetObject", object, { as: session }), { Body, SSEKMSKeyId: KEYS.finance.arn });
    const { sessionToken: _, ...withoutToken } = session;
    await assertRefused(call("s3", "GetObject", object, { as: withoutToken }), "InvalidAccessKeyId");
  });

  test("aws-facts 4.1, 5.4: a role's session does what the role may, with KMS only through S3", async () => {
    const RoleArn = `arn:aws:iam::${ACCOUNT}:role/keyseal-uploader`;
    const Arn = `arn:aws:sts::${ACCOUNT}:assumed-role/keyseal-uploader/clients`;
    const assumed = await call("sts", "AssumeRole", { RoleArn, RoleSessionName: "clients", DurationSeconds: 900 });
    assertHas(assumed, { PackedPolicySize: undefined });
    assert.equal(assumed.AssumedRoleUser.Arn, Arn);
    const as = sessionOf(assumed);
    assertHas(await call("sts", "GetCallerIdentity", {}, { as }), { Account: ACCOUNT, Arn });

    const object = { Bucket: bucket, Key: "role.txt" };
    const Body = Buffer.from("by a role");
    await call("s3", "PutObject", { ...object, Body, ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.finance.arn }, { as });
    assertHas(await call("s3", "GetObject", object, { as }), { Body, SSEKMSKeyId: KEYS.finance.arn });
    const notAuthorized = (action, resource) => `User: ${Arn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;
    const direct = call("kms", "GenerateDataKey", { KeyId: KEYS.finance.arn, KeySpec: "AES_256" }, { as });
    await assertRefused(direct, "AccessDeniedException", notAuthorized("kms:GenerateDataKey", KEYS.finance.arn));
    const deleting = call("s3", "DeleteObject", object, { as });
    await assertRefused(deleting, "AccessDenied", notAuthorized("s3:DeleteObject", `"arn:aws:s3:::${bucket}/role.txt"`));
  });

  thoroughly("aws-facts 4.1, 5.4: a session policy takes away from what the role may", async () => {
    const RoleArn = `arn:aws:iam::${ACCOUNT}:role/keyseal-uploader`;
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:PutObject", Resource: "*" }] });
    const as = sessionOf(await call("sts", "AssumeRole", { RoleArn, RoleSessionName: "narrow", Policy }));
    const object = { Bucket: bucket, Key: "narrow.txt" };
    await call("s3", "PutObject", { ...object, Body: Buffer.from("let in") }, { as });
    const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/keyseal-uploader/narrow`;
    const text = `User: ${arn} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::${bucket}/narrow.txt" because no session policy allows the s3:GetObject action`;
    await assertRefused(call("s3", "GetObject", object, { as }), "AccessDenied", text);
  });

  thoroughly("aws-facts 4.1: refuses names of roles and sessions in STS's words", async () => {
    const malformed = call("sts", "AssumeRole", { RoleArn: "nothing-valid-in-here", RoleSessionName: "clients" });
    await assertRefused(malformed, "ValidationError", "nothing-valid-in-here is invalid");
    const named = call("sts", "AssumeRole", { RoleArn: `arn:aws:iam::${ACCOUNT}:role/keyseal-uploader`, RoleSessionName: "Session1:2" });
    await assertRefused(named, "ValidationError", "1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*");
  });
}
