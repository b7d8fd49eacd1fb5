import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { xmlAnswer } from "./answers.ts";
import { requestBucket } from "./request-bucket.ts";
import { taggingXml } from "./tagging-xml.ts";

/** GetBucketTagging: 404 `NoSuchTagSet` where there are none. Needs s3:GetBucketTagging. */
export function getBucketTagging(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    authorizeBucket(request, "s3:GetBucketTagging", bucket);
    const tags = bucket.tags ?? [];
    if (tags.length === 0) throw new AwsError(404, "NoSuchTagSet", "The TagSet does not exist", { details: { BucketName: bucket.name } });
    return xmlAnswer("Tagging", taggingXml(tags));
  };
}
