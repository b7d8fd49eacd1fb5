import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { xmlAnswer } from "./answers.ts";
import { encryptionConfigurationXml } from "./bucket-encryption-xml.ts";
import { requestBucket } from "./request-bucket.ts";

/** GetBucketEncryption: the key as it was put, never normalised (aws-facts 1.3). Needs s3:GetEncryptionConfiguration. */
export function getBucketEncryption(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    authorizeBucket(request, "s3:GetEncryptionConfiguration", bucket);
    return xmlAnswer("ServerSideEncryptionConfiguration", encryptionConfigurationXml(bucket));
  };
}
