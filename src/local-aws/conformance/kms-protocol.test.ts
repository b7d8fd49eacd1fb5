import { CreateAliasCommand, CreateKeyCommand, DecryptCommand, DeleteAliasCommand, DescribeKeyCommand, KMSClient, RotateKeyOnDemandCommand } from "@aws-sdk/client-kms";
import { createSdkTransport } from "#local-aws/adapters/sdk-transport.ts";
import { beforeAll, expect, test } from "vitest";
import { demoKeys, demoPrincipals } from "#local-aws/seed.ts";
import { startWorld } from "./world.ts";
import type { World } from "./world.ts";

/** An answer as it came over the wire, before an SDK reads it. */
interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

/** A client of the admin whose answers are kept as they came. */
function listeningClient(): { readonly kms: KMSClient; readonly answers: WireAnswer[] } {
  const answers: WireAnswer[] = [];
  const requestHandler = createSdkTransport({
    fetch: async (request, info) => {
      const response = await world.fetch(request, info);
      answers.push({ status: response.status, headers: response.headers, body: await response.clone().text() });
      return response;
    },
  });
  const credentials = demoPrincipals.find(({ name }) => name === "admin");
  if (credentials === undefined) throw new Error("The demo world has no admin");
  const systemClockOffset = world.services.clock.now() - Date.now();
  return { kms: new KMSClient({ region: "us-east-1", endpoint: "http://localhost:4566", credentials, requestHandler, maxAttempts: 1, systemClockOffset }), answers };
}

/** The wire's answer to one call, which may be refused. */
async function answerTo(send: (kms: KMSClient) => Promise<unknown>): Promise<WireAnswer> {
  const { kms, answers } = listeningClient();
  await send(kms).catch(() => undefined);
  const [answer] = answers;
  if (answer === undefined) throw new Error("Nothing was answered");
  return answer;
}

test("aws-facts 3.1 rows 1 and 2: answers are JSON 1.1 with a request id; times are seconds since the epoch", async () => {
  const { status, headers, body } = await answerTo((kms) => kms.send(new DescribeKeyCommand({ KeyId: demoKeys.hr.keyId })));
  expect(status).toBe(200);
  expect(headers.get("content-type")).toBe("application/x-amz-json-1.1");
  expect(headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
  const { KeyMetadata } = JSON.parse(body) as { readonly KeyMetadata: { readonly CreationDate: number } };
  expect(KeyMetadata.CreationDate).toBeGreaterThan(1_000_000_000);
  expect(KeyMetadata.CreationDate).toBeLessThan(10_000_000_000);
});

test("aws-facts 3.1 row 3: an error is 400 with __type and message, its type and the request id in headers", async () => {
  const { status, headers, body } = await answerTo((kms) => kms.send(new DescribeKeyCommand({ KeyId: "fake-key-id" })));
  expect(status).toBe(400);
  expect(JSON.parse(body)).toEqual({ __type: "NotFoundException", message: "Invalid keyId 'fake-key-id'" });
  expect(headers.get("x-amzn-errortype")).toBe("NotFoundException");
  expect(headers.get("content-type")).toBe("application/x-amz-json-1.1");
  expect(headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
});

test("aws-facts 3.1 row 4, 9 row 9: errors without a message have none, not an empty or invented one", async () => {
  const unsupported = await answerTo((kms) => kms.send(new RotateKeyOnDemandCommand({ KeyId: demoKeys.hmac.keyId })));
  expect(JSON.parse(unsupported.body)).toEqual({ __type: "UnsupportedOperationException" });
  const invalid = await answerTo((kms) => kms.send(new DecryptCommand({ CiphertextBlob: new Uint8Array(80) })));
  expect(JSON.parse(invalid.body)).toEqual({ __type: "InvalidCiphertextException" });
});

test("aws-facts 3.5 row 7: operations that answer nothing answer 200 with an empty body", async () => {
  const { kms, answers } = listeningClient();
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  await kms.send(new CreateAliasCommand({ AliasName: "alias/short-lived", TargetKeyId: KeyMetadata?.KeyId }));
  await kms.send(new DeleteAliasCommand({ AliasName: "alias/short-lived" }));
  expect(answers.map(({ status, body }) => [status, body === ""])).toEqual([[200, false], [200, true], [200, true]]);
});
