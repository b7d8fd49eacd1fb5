import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { emptyAnswer } from "./answers.ts";
import { changeBucket } from "./change-bucket.ts";
import { requestBucket } from "./request-bucket.ts";

/** DeleteBucketEncryption: back to SSE-S3; 204 as often as it is asked. Needs s3:PutEncryptionConfiguration (aws-facts 1.10). */
export function deleteBucketEncryption(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    authorizeBucket(request, "s3:PutEncryptionConfiguration", requestBucket(services.metadata, request));
    await changeBucket(services, request, (bucket) => ({ ...bucket, encryption: undefined }));
    return emptyAnswer(204);
  };
}
