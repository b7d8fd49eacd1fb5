import { describe, expect, it } from "vitest";
import { explainFailure } from "./failure-explanation.ts";
import { AwsError, failureOf, isRetryable, type AwsFailure } from "./failure.ts";

const origin = { service: "S3", operation: "PutObject", message: "the message of AWS" } as const;
const KEY = "arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555";

function textOf(failure: AwsFailure): string {
  const { title, why, whatToDo } = explainFailure(failure);
  return [title, why, ...whatToDo].join("\n");
}

describe("explained failures", () => {
  it("aws-facts 5.4: tells KMS's refusal from S3's in one and the same 403, and names the statement to ask for", () => {
    const text = textOf({ ...origin, kind: "access-denied", action: "kms:GenerateDataKey", resource: KEY, deniedBy: "none-allows" });
    expect(text).toContain("S3 asked KMS in your name");
    expect(text).toContain(`{"Effect":"Allow","Action":"kms:GenerateDataKey","Resource":"${KEY}"}`);
  });

  it("does not suggest a policy statement where a resource policy denies: more permissions would not help", () => {
    const text = textOf({ ...origin, kind: "access-denied", action: "s3:PutObject", resource: "arn:aws:s3:::b/k", deniedBy: "resource-policy" });
    expect(text).toContain("The bucket policy denies it");
    expect(text).not.toContain('"Effect"');
  });

  it("does not guess where AWS does not say", () => {
    expect(textOf({ ...origin, kind: "access-denied" })).toContain("AWS does not say which policy");
  });

  it.each(["disabled", "pending-deletion", "pending-import", "wrong-usage", "other-region", "not-found", "unavailable"] as const)("aws-facts 1.9: says what to do about a key that is %s", (reason) => {
    const { title, whatToDo } = explainFailure({ ...origin, kind: "key-unusable", reason, keyArn: KEY });
    expect(title).toMatch(/key/i);
    expect(whatToDo.length).toBeGreaterThan(0);
  });

  it("aws-facts 8.3: says of ListBuckets that no browser may call it", () => {
    expect(textOf({ ...origin, operation: "ListBuckets", kind: "network-or-cors" })).toContain("Add a bucket by its name");
    expect(textOf({ ...origin, kind: "network-or-cors" })).toContain("CORS");
    expect(textOf({ ...origin, service: "KMS", kind: "network-or-cors" })).not.toContain("CORS");
  });

  it("says of a file that changed on disk which one it is, and that it must be chosen again", () => {
    const text = textOf({ ...origin, kind: "file-changed", fileName: "ledger.csv" });
    expect(text).toContain("“ledger.csv”");
    expect(text).toContain("Choose the file again");
  });

  it("says of what a server lacks that the server lacks it, and of no other reason", () => {
    expect(textOf({ ...origin, service: "KMS", operation: "ListKeys", kind: "not-offered" })).toContain("This server has no KMS API");
    expect(textOf({ ...origin, operation: "GetBucketEncryption", kind: "not-offered" })).toContain("does not offer GetBucketEncryption");
  });

  it("does not blame credentials for a key that a server lacks", () => {
    const text = textOf({ ...origin, kind: "key-unusable", reason: "not-found", code: "InvalidAccessKeyId", message: "Failed to retrieve the actual key, kms-keyid: x" });
    expect(text).toContain("The server does not know this key");
    expect(text).toContain("kms-keyid: x");
    expect(text).not.toContain("your own account");
  });

  it("tells who gave an STS endpoint to a server without STS to leave it empty", () => {
    expect(textOf({ ...origin, service: "STS", operation: "GetCallerIdentity", kind: "network-or-cors" })).toContain("leave the STS endpoint empty");
  });

  it("keeps AWS's own words where they are all there is", () => {
    for (const kind of ["invalid-request", "server-error", "wrong-region", "unknown"] as const) expect(textOf({ ...origin, kind })).toContain(origin.message);
  });

  it("tries again only what may pass by itself", () => {
    const retried = (["throttled", "server-error", "network-or-cors", "precondition", "credentials-expired", "aborted"] as const).filter((kind) => isRetryable({ ...origin, kind }));
    expect(retried).toEqual(["throttled", "server-error", "network-or-cors"]);
  });

  it("takes anything that was thrown", () => {
    const failure: AwsFailure = { ...origin, kind: "precondition" };
    expect(failureOf(new AwsError(failure))).toBe(failure);
    expect(failureOf(new TypeError("broken"))).toMatchObject({ kind: "unknown", message: "broken" });
    expect(failureOf("text")).toMatchObject({ kind: "unknown", message: "text" });
  });
});
