import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { S3Request } from "#local-aws/protocol/request-context.ts";
import type { Bucket } from "#local-aws/world.ts";

/**
 * Refuses the calls of a bucket's policy to other accounts, even where the policy itself allows them: it is the bucket owner's alone.
 * Call it after the authorization.
 * @throws AwsError 405 `MethodNotAllowed`, as S3's API reference says of these calls.
 */
export function requireBucketOwner({ caller, method }: Pick<S3Request, "caller" | "method">, bucket: Pick<Bucket, "accountId">): void {
  if (caller?.accountId === bucket.accountId) return;
  throw new AwsError(405, "MethodNotAllowed", "The specified method is not allowed against this resource.", {
    details: { Method: method, ResourceType: "BUCKETPOLICY" },
  });
}
