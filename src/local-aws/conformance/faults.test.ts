import { GenerateDataKeyCommand } from "@aws-sdk/client-kms";
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, GetSessionTokenCommand } from "@aws-sdk/client-sts";
import { beforeEach, describe, expect, test } from "vitest";
import { demoKeys } from "#local-aws/seed.ts";
import { refusal } from "./refusal.ts";
import { CONSOLE_ORIGIN, startWorld, type World } from "./world.ts";

const URL = "http://localhost:4566/_local-aws/faults";
const BUCKET = "keyseal-plain";

let world: World;
beforeEach(async () => {
  world = await startWorld({ faults: true });
});

async function order(...faults: readonly object[]): Promise<unknown> {
  const response = await world.fetch(new Request(URL, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(faults) }));
  expect(response.status).toBeLessThan(300);
  return response.json();
}

async function listed(): Promise<readonly { readonly matched: number; readonly happened: number }[]> {
  return (await (await world.fetch(new Request(URL))).json()).faults;
}

const put = (Key: string, Body = "body") => world.s3().send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
const get = async (Key: string) => (await world.s3().send(new GetObjectCommand({ Bucket: BUCKET, Key }))).Body?.transformToString();
const isThere = (Key: string): Promise<boolean> =>
  world.s3().send(new HeadObjectCommand({ Bucket: BUCKET, Key })).then(
    () => true,
    () => false,
  );

describe("answers that are errors", () => {
  test("500 and 503, for as many requests as were ordered; nothing is done", async () => {
    await order({ kind: "internal-error", match: { operation: "PutObject" } }, { kind: "slow-down", retryAfterSeconds: 3, match: { key: "a" } });
    expect(await refusal(put("a"))).toEqual({ name: "InternalError", message: "We encountered an internal error. Please try again.", status: 500 });
    expect(await refusal(put("a"))).toEqual({ name: "SlowDown", message: "Please reduce your request rate.", status: 503 });
    expect(await isThere("a")).toBe(false);
    await put("a");
    expect(await listed()).toMatchObject([{ matched: 1, happened: 1 }, { matched: 1, happened: 1 }]);
  });

  test("each service's own words", async () => {
    await order({ kind: "throttle", match: { service: "kms", operation: "GenerateDataKey" } }, { kind: "throttle", match: { service: "sts" } }, { kind: "clock-skew", match: { service: "s3" } });
    const dataKey = () => world.kms().send(new GenerateDataKeyCommand({ KeyId: demoKeys.hr.arn, KeySpec: "AES_256" }));
    expect(await refusal(dataKey())).toMatchObject({ name: "ThrottlingException", status: 400 });
    await dataKey();
    expect(await refusal(world.sts().send(new GetCallerIdentityCommand({})))).toMatchObject({ name: "Throttling", status: 400 });
    expect(await refusal(put("x"))).toMatchObject({ name: "RequestTimeTooSkewed", status: 403 });
  });

  test("they carry CORS headers and ids, so that a browser can read them", async () => {
    await order({ kind: "slow-down", retryAfterSeconds: 3 });
    const response = await world.fetch(new Request(`http://localhost:4566/${BUCKET}/a`, { method: "PUT", body: "x", headers: { origin: CONSOLE_ORIGIN } }));
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("3");
    expect(response.headers.get("access-control-allow-origin")).toBe(CONSOLE_ORIGIN);
    expect(response.headers.get("x-amz-request-id")).toMatch(/^[0-9A-F]{16}$/);
  });

  test("a full disk takes the whole body and keeps nothing", async () => {
    await order({ kind: "disk-full" });
    let taken = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        taken += 1000;
        controller.enqueue(new Uint8Array(1000));
        if (taken === 50_000) controller.close();
      },
    });
    const init: RequestInit & { duplex: "half" } = { method: "PUT", body, duplex: "half" };
    const response = await world.fetch(new Request(`http://localhost:4566/${BUCKET}/full`, init));
    expect([response.status, taken]).toEqual([500, 50_000]);
    expect(await isThere("full")).toBe(false);
  });
});

describe("connections that end", () => {
  test("drop-response: the work is done, the client learns nothing", async () => {
    await order({ kind: "drop-response" });
    expect((await refusal(put("done"))).message).toBe("socket hang up");
    expect(await get("done")).toBe("body");
  });

  test("cut-request: nothing is kept", async () => {
    await order({ kind: "cut-request", afterBytes: 2 }, { kind: "cut-request", afterBytes: 0 }, { kind: "cut-request", afterBytes: 1000 });
    for (let count = 0; count < 3; count += 1) expect((await refusal(put("cut"))).message).toBe("socket hang up");
    expect(await isThere("cut")).toBe(false);
    await put("cut");
  });

  test("cut-response: the head and so many bytes", async () => {
    await put("long", "0123456789");
    await order({ kind: "cut-response", afterBytes: 4, match: { operation: "GetObject" } });
    const { Body, ContentLength } = await world.s3().send(new GetObjectCommand({ Bucket: BUCKET, Key: "long" }));
    expect(ContentLength).toBe(10);
    const seen: string[] = [];
    await expect(
      (async () => {
        for await (const chunk of Body as AsyncIterable<Uint8Array>) seen.push(new TextDecoder().decode(chunk));
      })(),
    ).rejects.toThrow("cut on demand");
    expect(seen.join("")).toBe("0123");
    expect(await get("long")).toBe("0123456789");
  });
});

describe("time", () => {
  test("a delay before or after the work; a slow body arrives whole", async () => {
    await order(
      { kind: "delay", milliseconds: 1, when: "before" },
      { kind: "delay", milliseconds: 1, when: "after" },
      { kind: "slow", bytesPerSecond: 100_000, direction: "request" },
      { kind: "slow", bytesPerSecond: 100_000, direction: "response" },
    );
    const body = "x".repeat(2000);
    await put("1", body);
    await put("2", body);
    await put("3", body);
    expect(await get("1")).toBe(body);
    expect(await get("3")).toBe(body);
    expect((await listed()).map(({ happened }) => happened)).toEqual([1, 1, 1, 1]);
  });
});

describe("sessions", () => {
  async function session() {
    const { Credentials } = await world.sts().send(new GetSessionTokenCommand({}));
    return { accessKeyId: Credentials?.AccessKeyId ?? "", secretAccessKey: Credentials?.SecretAccessKey ?? "", sessionToken: Credentials?.SessionToken ?? "" };
  }
  const head = (who: Awaited<ReturnType<typeof session>>) => world.s3(who).send(new GetObjectCommand({ Bucket: BUCKET, Key: "a" }));

  test("end at the next matching request", async () => {
    await put("a");
    const [one, other] = [await session(), await session()];
    await order({ kind: "expire-session", match: { operation: "GetObject", accessKeyId: one.accessKeyId } });
    await head(other);
    expect(await refusal(head(one))).toMatchObject({ name: "ExpiredToken", status: 400 });
    await head(other);
  });

  test("end at once, all of a user", async () => {
    await put("a");
    const sessions = [await session(), await session()];
    expect(await order({ kind: "expire-session", userName: "admin" })).toEqual({ expired: 2 });
    for (const one of sessions) expect(await refusal(head(one))).toMatchObject({ name: "ExpiredToken" });
    await put("b");
  });
});

describe("the endpoint", () => {
  const post = (headers: Readonly<Record<string, string>>, body = "[]", info = {}) => world.fetch(new Request(URL, { method: "POST", headers, body }), info);
  const JSON_TYPE = { "content-type": "application/json" };

  test("lists, and forgets", async () => {
    await order({ kind: "throttle", match: { service: "kms" }, times: "unlimited" });
    expect(await listed()).toEqual([{ id: 1, kind: "throttle", match: { service: "kms" }, times: "unlimited", after: 0, probability: 1, seed: 0, matched: 0, happened: 0 }]);
    expect((await world.fetch(new Request(URL, { method: "DELETE" }))).status).toBe(204);
    expect(await listed()).toEqual([]);
    expect((await world.fetch(new Request(URL, { method: "PUT", body: "x" }))).status).toBe(405);
  });

  test("says what is wrong with an order", async () => {
    const response = await post(JSON_TYPE, '{"kind":"delay"}');
    expect([response.status, await response.json()]).toEqual([400, { message: "milliseconds is missing." }]);
    expect((await post(JSON_TYPE, "{")).status).toBe(400);
  });

  test("is not for web pages, other machines or other names", async () => {
    expect((await post({ ...JSON_TYPE, origin: "http://evil.example" })).status).toBe(403);
    expect((await post({ "content-type": "text/plain" })).status).toBe(415);
    expect((await post({})).status).toBe(415);
    expect((await post(JSON_TYPE, "[]", { remoteAddress: "192.168.1.7" })).status).toBe(403);
    expect((await post(JSON_TYPE, "[]", { remoteAddress: "::ffff:127.0.0.1" })).status).toBe(200);
    expect((await post({ ...JSON_TYPE, host: "evil.example" })).status).toBe(421);
    const preflight = { origin: CONSOLE_ORIGIN, "access-control-request-method": "POST", "access-control-request-headers": "content-type" };
    const answer = await world.fetch(new Request(URL, { method: "OPTIONS", headers: preflight }));
    expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([403, null]);
  });

  test("is not there without --faults", async () => {
    world = await startWorld();
    const response = await post(JSON_TYPE, '{"kind":"throttle"}');
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await response.text()).toContain("<Error>");
    await put("fine");
  });
});
