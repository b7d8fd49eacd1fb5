import assert from "node:assert/strict";
import { ACCOUNT, ADMIN, KEYS } from "../support/demo-world.mjs";
import { assertHas, assertRefused } from "../support/expect.mjs";
import { test } from "../support/test.mjs";

/** STS's calls (aws-facts 4.1), and S3 with the credentials that it gives. */
export function testSts({ call, bucket }) {
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
}
