import { expect, test } from "vitest";
import { createNodeHashing } from "#local-aws/adapters/node-hashing.ts";
import { DEFAULT_SETTINGS } from "#local-aws/services.ts";
import { blocksCustomerKeys, requestCustomerKey } from "./customer-key-rules.ts";

const hashing = await createNodeHashing();
const PREFIX = "x-amz-server-side-encryption-customer-";
const KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
const headers = (host: string) => new Headers({ host, [`${PREFIX}algorithm`]: "AES256", [`${PREFIX}key`]: KEY, [`${PREFIX}key-md5`]: "hRasmdxgYDKV3nvbahU1MA==" });

test.each([
  ["over TLS", "s3.example.com", true, true],
  ["on the loopback interface", "localhost:4566", false, false],
])("a customer's key may come %s", (_, host, secure, requireTls) => {
  const services = { hashing, settings: { ...DEFAULT_SETTINGS, requireTls } };
  expect(requestCustomerKey(services, { headers: headers(host), query: new URLSearchParams(), secure })?.bytes).toHaveLength(32);
});

test.each([
  ["over an open line", "s3.example.com", false],
  ["on the loopback interface where TLS is required", "localhost:4566", true],
])("and not %s", (_, host, requireTls) => {
  const services = { hashing, settings: { ...DEFAULT_SETTINGS, requireTls } };
  expect(() => requestCustomerKey(services, { headers: headers(host), query: new URLSearchParams(), secure: false })).toThrow(
    expect.objectContaining({ status: 400, message: "Requests specifying Server Side Encryption with Customer provided keys must be made over a secure connection." }),
  );
});

test("aws-facts 1.12: a bucket blocks them until NONE is put", () => {
  expect(blocksCustomerKeys({})).toBe(true);
  expect(blocksCustomerKeys({ blockedEncryptionTypes: ["SSE-C"] })).toBe(true);
  expect(blocksCustomerKeys({ blockedEncryptionTypes: ["NONE"] })).toBe(false);
});
