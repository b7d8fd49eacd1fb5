import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { emptyAnswer, readXml, requireBodyDigest } from "./answers.ts";
import { changeBucket } from "./change-bucket.ts";
import { readLifecycleConfiguration } from "./lifecycle-xml.ts";
import { requestBucket } from "./request-bucket.ts";
import { invalidRequest } from "./request-errors.ts";

const MAX_BODY_BYTES = 1024 * 1024;
/** Header, of request and answers, that says how small an object may be and still move. */
export const TRANSITION_MINIMUM = "x-amz-transition-default-minimum-object-size";
const MINIMUMS = ["all_storage_classes_128K", "varies_by_storage_class"];

/**
 * PutBucketLifecycleConfiguration: keeps the rules as a label that reads back; nothing expires or moves by them here. Needs
 * s3:PutLifecycleConfiguration.
 */
export function putBucketLifecycle(services: Pick<Services, "metadata" | "random">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    authorizeBucket(request, "s3:PutLifecycleConfiguration", bucket);
    const document = readLifecycleConfiguration(await readXml(request, "LifecycleConfiguration", MAX_BODY_BYTES), () => services.random.uuid());
    requireBodyDigest(request);
    const minimum = request.headers.get(TRANSITION_MINIMUM) ?? "all_storage_classes_128K";
    if (!MINIMUMS.includes(minimum)) throw invalidRequest(`Invalid TransitionDefaultMinimumObjectSize found: ${minimum}`);
    await changeBucket(services, request, (current) => ({ ...current, lifecycle: { document, transitionDefaultMinimumObjectSize: minimum } }));
    return emptyAnswer(200, { [TRANSITION_MINIMUM]: minimum });
  };
}
