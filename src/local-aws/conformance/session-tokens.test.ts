import { expect, test } from "vitest";
import { type NewSession, newSessionCredentials } from "#local-aws/iam/session-credentials.ts";
import { parseXml } from "#local-aws/protocol/xml.ts";
import { ACCOUNT_ID } from "#local-aws/world.ts";
import { CREDENTIALS, s3Error, send, startFront, type FrontOnly } from "./front-only.ts";
import { signHeader, type RequestToSign } from "./signed-request.ts";

const KMS: RequestToSign = { method: "POST", service: "kms", headers: { "x-amz-target": "TrentService.ListKeys" }, body: "{}" };
const STS: RequestToSign = { method: "POST", service: "sts", body: "Action=GetCallerIdentity&Version=2011-06-15" };

const ofAdmin = (durationSeconds: number): NewSession => ({
  owner: { type: "user", accountId: ACCOUNT_ID, userName: "admin" },
  source: "session-token",
  durationSeconds,
});

async function startWithSession(seconds = 900): Promise<{ readonly front: FrontOnly; readonly session: Awaited<ReturnType<typeof newSessionCredentials>> }> {
  const front = await startFront();
  return { front, session: await newSessionCredentials(front.services, ofAdmin(seconds)) };
}

test("session credentials are opaque, unlike each other, and act as their user", async () => {
  const { front, session } = await startWithSession();
  const other = await newSessionCredentials(front.services, ofAdmin(900));
  expect(session.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
  expect(session.secretAccessKey).toHaveLength(40);
  expect(session.sessionToken.length).toBeGreaterThan(200);
  expect(new Set([session, other].flatMap(({ accessKeyId, secretAccessKey, sessionToken }) => [accessKeyId, secretAccessKey, sessionToken])).size).toBe(6);
  expect((await send(front, await signHeader({ path: "/b", credentials: session }))).status).toBe(200);
  expect((await send(front, await signHeader({ ...KMS, credentials: session }))).status).toBe(200);
  expect(front.seen.map(({ caller }) => caller)).toEqual(Array.from({ length: 2 }, () => `arn:aws:iam::${ACCOUNT_ID}:user/admin`));
});

test("without its token a session's key is unknown", async () => {
  const { front, session } = await startWithSession();
  const { accessKeyId, secretAccessKey } = session;
  const response = await send(front, await signHeader({ path: "/b", credentials: { accessKeyId, secretAccessKey } }));
  expect(await s3Error(response)).toMatchObject({ status: "403", Code: "InvalidAccessKeyId" });
});

test("a wrong token, and a token beside a long-lived key", async () => {
  const { front, session } = await startWithSession();
  for (const credentials of [{ ...session, sessionToken: `${session.sessionToken}A` }, { ...CREDENTIALS, sessionToken: session.sessionToken }]) {
    const error = await s3Error(await send(front, await signHeader({ path: "/b", credentials })));
    expect(error).toMatchObject({ status: "400", Code: "InvalidToken", Message: "The provided token is malformed or otherwise invalid." });
    expect(JSON.stringify(error)).not.toContain(session.sessionToken);
  }
});

test("aws-facts 4.1: expired session credentials, per service", async () => {
  const { front, session } = await startWithSession(900);
  front.advance(900_000);
  const now = front.services.clock.now();
  const signed = (request: RequestToSign): ReturnType<typeof signHeader> => signHeader({ ...request, credentials: session, signedAt: now });
  expect(await s3Error(await send(front, await signed({ path: "/b" })))).toMatchObject({
    status: "400",
    Code: "ExpiredToken",
    Message: "The provided token has expired.",
  });
  const message = "The security token included in the request is expired";
  const kms = await send(front, await signed(KMS));
  expect([kms.status, await kms.json()]).toEqual([400, { __type: "ExpiredTokenException", message }]);
  const sts = await send(front, await signed(STS));
  const [error] = parseXml(await sts.text()).children;
  expect([sts.status, error?.children.map(({ text }) => text)]).toEqual([403, ["Sender", "ExpiredToken", message]]);
});

test("sessions that ended long ago are forgotten when a new one begins", async () => {
  const { front, session } = await startWithSession(900);
  front.advance(2 * 24 * 60 * 60 * 1000);
  await newSessionCredentials(front.services, ofAdmin(900));
  const response = await send(front, await signHeader({ path: "/b", credentials: session, signedAt: front.services.clock.now() }));
  expect(await s3Error(response)).toMatchObject({ Code: "InvalidAccessKeyId" });
});
