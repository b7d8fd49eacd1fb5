import { authorize } from "#local-aws/iam/authorize.ts";
import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { xmlAnswer } from "./answers.ts";
import { encryptionConfigurationXml } from "./bucket-encryption-xml.ts";
import { bucketArn, requestBucket } from "./request-bucket.ts";

/** GetBucketEncryption: the key as it was put, never normalised (aws-facts 1.3). Needs s3:GetEncryptionConfiguration. */
export function getBucketEncryption(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    authorize(request.caller, "s3:GetEncryptionConfiguration", bucketArn(bucket.name));
    return xmlAnswer("ServerSideEncryptionConfiguration", encryptionConfigurationXml(bucket));
  };
}
