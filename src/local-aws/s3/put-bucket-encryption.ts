import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import type { Bucket } from "#local-aws/world.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { emptyAnswer, readXml } from "./answers.ts";
import { readEncryptionConfiguration, type EncryptionConfiguration } from "./bucket-encryption-xml.ts";
import { changeBucket } from "./change-bucket.ts";
import { requestBucket } from "./request-bucket.ts";

const MAX_BODY_BYTES = 64 * 1024;

/**
 * PutBucketEncryption: replaces the bucket's default for objects to come. That the bucket is missing is told before the body is
 * read (aws-facts 1.10). Needs s3:PutEncryptionConfiguration.
 */
export function putBucketEncryption(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    authorizeBucket(request, "s3:PutEncryptionConfiguration", bucket);
    const put = readEncryptionConfiguration(await readXml(request, "ServerSideEncryptionConfiguration", MAX_BODY_BYTES));
    await changeBucket(services, request, (current) => withConfiguration(current, put));
    return emptyAnswer(200);
  };
}

/** A rule that holds the blocked types alone leaves the default as it is, as a default without them leaves the block (aws-facts 1.12). */
function withConfiguration(bucket: Bucket, put: EncryptionConfiguration): Bucket {
  return {
    ...bucket,
    ...(put.encryption === undefined ? {} : { encryption: put.encryption, encryptionWasPut: true }),
    ...(put.blockedEncryptionTypes === undefined ? {} : { blockedEncryptionTypes: put.blockedEncryptionTypes }),
  };
}
