import { describe, expect, it } from "vitest";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { s3ErrorOfKms, withKmsErrors } from "./kms-errors.ts";

describe("s3ErrorOfKms: aws-facts 1.9", () => {
  it.each(["NotFoundException", "DisabledException", "KMSInvalidStateException", "InvalidKeyUsageException"])("answers %s as KMS.<code> with 400", (code) => {
    expect(s3ErrorOfKms(new AwsError(400, code, "why"))).toMatchObject({ status: 400, code: `KMS.${code}`, message: "why" });
  });

  it("row 21: a denial is 403 AccessDenied in KMS's words", () => {
    const denied = new AwsError(400, "AccessDeniedException", "User: arn is not authorized to perform: kms:GenerateDataKey on resource: key");
    expect(s3ErrorOfKms(denied)).toMatchObject({ status: 403, code: "AccessDenied", message: denied.message });
  });

  it("never answers an empty message, which breaks awscli", () => {
    expect(s3ErrorOfKms(new AwsError(400, "InvalidCiphertextException", "")).message).not.toBe("");
  });

  it("lets S3's own errors and defects pass unchanged", async () => {
    const own = new AwsError(400, "InvalidArgument", "no");
    await expect(withKmsErrors(() => Promise.reject(own))).rejects.toBe(own);
    const defect = new TypeError("defect");
    await expect(withKmsErrors(() => Promise.reject(defect))).rejects.toBe(defect);
    await expect(withKmsErrors(() => Promise.resolve(7))).resolves.toBe(7);
  });
});
