import { describe, expect, it } from "vitest";
import { isAwsS3, offersService } from "./endpoints.ts";

const forcePathStyle = false;

describe("isAwsS3", () => {
  it.each([
    undefined,
    "https://s3.dualstack.us-east-1.amazonaws.com",
    "https://bucket.vpce-0a1b2c3d.s3.eu-west-1.vpce.amazonaws.com",
    "https://s3.cn-north-1.amazonaws.com.cn",
    "https://s3.us-east-1.api.aws",
  ])("takes %s for AWS", (s3) => expect(isAwsS3({ s3, forcePathStyle })).toBe(true));

  it.each(["http://localhost:7480", "https://s3.example.com", "https://amazonaws.com.example.com", "https://notamazonaws.com"])("does not take %s for AWS", (s3) =>
    expect(isAwsS3({ s3, forcePathStyle })).toBe(false),
  );
});

describe("offersService", () => {
  it("counts on AWS having KMS and STS", () => {
    expect(offersService({ forcePathStyle }, "kms")).toBe(true);
    expect(offersService({ s3: "https://s3-fips.us-east-1.amazonaws.com", forcePathStyle }, "sts")).toBe(true);
  });

  it("counts on another server having only what an endpoint was given for", () => {
    const endpoints = { s3: "https://s3.example.com", sts: "https://sts.example.com", forcePathStyle: true };
    expect(offersService(endpoints, "sts")).toBe(true);
    expect(offersService(endpoints, "kms")).toBe(false);
  });
});
