import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { xmlAnswer } from "./answers.ts";
import { TRANSITION_MINIMUM } from "./put-bucket-lifecycle.ts";
import { requestBucket } from "./request-bucket.ts";
import { storedElementXml } from "./stored-element.ts";

/** GetBucketLifecycleConfiguration: 404 `NoSuchLifecycleConfiguration` where none was put. Needs s3:GetLifecycleConfiguration. */
export function getBucketLifecycle(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    authorizeBucket(request, "s3:GetLifecycleConfiguration", bucket);
    if (bucket.lifecycle === undefined) {
      throw new AwsError(404, "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist", { details: { BucketName: bucket.name } });
    }
    const { document, transitionDefaultMinimumObjectSize } = bucket.lifecycle;
    return xmlAnswer("LifecycleConfiguration", storedElementXml(document), { [TRANSITION_MINIMUM]: transitionDefaultMinimumObjectSize });
  };
}
