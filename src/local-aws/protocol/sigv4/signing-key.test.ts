import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { createNodeHashing } from "#local-aws/adapters/node-hashing.ts";
import type { Hashing } from "#local-aws/services.ts";
import { type CredentialScope, deriveSigner } from "./signing-key.ts";

const hashing = await createNodeHashing();

/** SigV4's derivation once more, in one line and without memory. */
function expected(secret: string, { date, region, service }: CredentialScope, text: string): string {
  const key = [date, region, service, "aws4_request"].reduce<Buffer>((last, step) => createHmac("sha256", last).update(step).digest(), Buffer.from(`AWS4${secret}`));
  return createHmac("sha256", key).update(text).digest("hex");
}

test("each secret and scope has its own key, however many are in use and however often", () => {
  const scopes: CredentialScope[] = ["20260101", "20260102"].flatMap((date) =>
    ["us-east-1", "eu-west-1"].flatMap((region) => ["s3", "kms"].map((service) => ({ date, region, service }))),
  );
  const secrets = Array.from({ length: 60 }, (_, number) => `secret ${number}`);
  for (let round = 0; round < 2; round += 1) {
    for (const secret of secrets) for (const scope of scopes) expect(deriveSigner(hashing, secret, scope)("text")).toBe(expected(secret, scope, "text"));
  }
});

test("a key is derived once and then signs with one HMAC", () => {
  let calls = 0;
  const counting: Hashing = {
    ...hashing,
    hmacSha256(key, message) {
      calls += 1;
      return hashing.hmacSha256(key, message);
    },
  };
  const scope = { date: "20260301", region: "us-east-1", service: "s3" };
  deriveSigner(counting, "a secret of its own", scope)("first");
  calls = 0;
  deriveSigner(counting, "a secret of its own", scope)("second");
  expect(calls).toBe(1);
});
