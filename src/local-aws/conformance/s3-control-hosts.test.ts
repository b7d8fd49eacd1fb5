import { expect, test } from "vitest";
import { send, startFront } from "./front-only.ts";
import { signHeader } from "./signed-request.ts";

const path = "/v20180820/jobs";
const ACCOUNT = { "x-amz-account-id": "111122223333" };

test.each(["localhost:4566", "111122223333.localhost:4566", "s3-control.localhost:4566", "111122223333.s3-control.us-east-1.localhost:4566"])(
  "%s: the account's header beside the version in the path is S3 Control, signed as S3",
  async (host) => {
    const front = await startFront();
    expect((await send(front, await signHeader({ host, path, headers: ACCOUNT }))).status).toBe(200);
    expect(front.seen).toMatchObject([{ service: "s3-control", caller: "arn:aws:iam::111122223333:user/admin" }]);
  },
);

test("a host of S3 Control is enough", async () => {
  const front = await startFront();
  await send(front, await signHeader({ host: "s3-control.us-east-1.localhost", path }));
  expect(front.seen).toMatchObject([{ service: "s3-control", region: "us-east-1" }]);
});

test("without the account's header the path is a bucket's and a key's; with it, any other path is", async () => {
  const front = await startFront();
  await send(front, await signHeader({ path }));
  await send(front, await signHeader({ path: "/bucket/key", headers: ACCOUNT }));
  expect(front.seen).toMatchObject([
    { service: "s3", bucket: "v20180820", key: "jobs" },
    { service: "s3", bucket: "bucket", key: "key" },
  ]);
});

test("its refusals are S3's, in an envelope", async () => {
  const front = await startFront();
  const signed = await signHeader({ path, headers: ACCOUNT, credentials: { accessKeyId: "AKIAUNKNOWN000000000", secretAccessKey: "x" } });
  const response = await send(front, signed);
  expect(response.status).toBe(403);
  expect(response.headers.get("x-amz-request-id")).toMatch(/^[0-9A-F]{16}$/);
  expect(await response.text()).toMatch(/<ErrorResponse><Error><Code>InvalidAccessKeyId<\/Code>/);
});
