import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import { malformedXml, type XmlElement } from "#local-aws/protocol/xml.ts";
import type { Services } from "#local-aws/services.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { allowChildren, emptyAnswer, readXml, singleText } from "./answers.ts";
import { changeBucket } from "./change-bucket.ts";
import { requestBucket } from "./request-bucket.ts";

const MAX_BODY_BYTES = 64 * 1024;

/** PutPublicAccessBlock: a setting that is left out is off. Needs s3:PutBucketPublicAccessBlock. */
export function putPublicAccessBlock(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    authorizeBucket(request, "s3:PutBucketPublicAccessBlock", requestBucket(services.metadata, request));
    const root = await readXml(request, "PublicAccessBlockConfiguration", MAX_BODY_BYTES);
    allowChildren(root, ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]);
    const publicAccessBlock = {
      blockPublicAcls: readSetting(root, "BlockPublicAcls"),
      ignorePublicAcls: readSetting(root, "IgnorePublicAcls"),
      blockPublicPolicy: readSetting(root, "BlockPublicPolicy"),
      restrictPublicBuckets: readSetting(root, "RestrictPublicBuckets"),
    };
    await changeBucket(services, request, (bucket) => ({ ...bucket, publicAccessBlock }));
    return emptyAnswer(200);
  };
}

function readSetting(root: XmlElement, name: string): boolean {
  const text = singleText(root, name)?.toLowerCase() ?? "false";
  if (text !== "true" && text !== "false") throw malformedXml();
  return text === "true";
}
