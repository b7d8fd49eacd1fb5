import { authorize } from "#local-aws/iam/authorize.ts";
import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { emptyAnswer } from "./answers.ts";
import { changeBucket } from "./change-bucket.ts";
import { bucketArn, requestBucket } from "./request-bucket.ts";

/** DeleteBucketEncryption: back to SSE-S3; 204 as often as it is asked. Needs s3:PutEncryptionConfiguration (aws-facts 1.10). */
export function deleteBucketEncryption(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    authorize(request.caller, "s3:PutEncryptionConfiguration", bucketArn(requestBucket(services.metadata, request).name));
    await changeBucket(services, request, (bucket) => ({ ...bucket, encryption: undefined }));
    return emptyAnswer(204);
  };
}
