import { describe, expect, it } from "vitest";
import { consoleCorsRule, type CorsRule } from "#domain/bucket.ts";
import type { ObjectEncryption } from "#domain/encryption.ts";
import { encryptionWithCors, headerExposure } from "./header-exposure.ts";

const ORIGIN = "http://localhost:4173";
const complete = [consoleCorsRule(ORIGIN)];
const bare: readonly CorsRule[] = [{ ...consoleCorsRule(ORIGIN), exposeHeaders: [] }];
const BUCKET_KEY = "x-amz-server-side-encryption-bucket-key-enabled";

describe("headerExposure", () => {
  it.each([
    ["exposed", complete, BUCKET_KEY],
    ["hidden", bare, BUCKET_KEY],
    ["exposed", bare, "content-type"],
    ["unknown", undefined, BUCKET_KEY],
    ["unknown", "none" as const, BUCKET_KEY],
  ])("is %s", (exposure, rules, header) => {
    expect(headerExposure(rules, ORIGIN, header)).toBe(exposure);
  });
});

describe("encryptionWithCors", () => {
  const unsure: ObjectEncryption = { algorithm: "aws:kms", keyArn: "not-exposed", bucketKey: "not-exposed" };

  it("aws-facts 1.1: reads the absent Bucket Key header as off only where CORS exposes it", () => {
    expect(encryptionWithCors(unsure, complete, ORIGIN)).toMatchObject({ bucketKey: "off" });
    expect(encryptionWithCors(unsure, bare, ORIGIN)).toMatchObject({ bucketKey: "not-exposed" });
    expect(encryptionWithCors(unsure, undefined, ORIGIN)).toMatchObject({ bucketKey: "not-exposed" });
  });

  it("never turns hidden encryption into none", () => {
    expect(encryptionWithCors("not-exposed", complete, ORIGIN)).toBe("not-exposed");
  });
});
