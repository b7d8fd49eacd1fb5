import { type AccessRequest, authorize, type ConditionValues } from "#local-aws/iam/authorize.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { S3Request } from "#local-aws/protocol/request-context.ts";
import { ACCOUNT_ID, type Bucket } from "#local-aws/world.ts";
import { publicAccessBlockOf } from "./public-access-block.ts";
import { isPublicPolicy } from "./public-policy.ts";
import { bucketArn, objectArn } from "./request-bucket.ts";
import { requestConditions } from "./request-conditions.ts";

/** What of a request policies are told. */
type Asked = Pick<S3Request, "caller" | "origin" | "headers" | "query">;

/** Refuses an action on a bucket that no policy allows, or that one denies (aws-facts 5). */
export function authorizeBucket(request: Asked, action: `s3:${string}`, bucket: Bucket, conditions?: ConditionValues): void {
  authorizeWithin(bucket, accessRequest(request, action, bucket, bucketArn(bucket.name), conditions));
}

/** Refuses an action on an object that no policy allows, or that one denies; the bucket's policy governs (aws-facts 5). */
export function authorizeObject(request: Asked, action: `s3:${string}`, bucket: Bucket, key: string, conditions?: ConditionValues): void {
  authorizeWithin(bucket, accessRequest(request, action, bucket, objectArn(bucket.name, key), conditions));
}

/** Refuses an action that is asked of the account, such as ListBuckets and CreateBucket. */
export function authorizeAccount(request: Asked, action: `s3:${string}`, resource: string, conditions?: ConditionValues): void {
  authorize({
    caller: request.caller,
    origin: request.origin,
    action,
    resource,
    resourceAccountId: request.caller?.accountId ?? ACCOUNT_ID,
    resourcePolicyMode: "in-addition",
    conditions: requestConditions(request, conditions),
  });
}

function authorizeWithin(bucket: Bucket, asked: AccessRequest): void {
  authorize(asked);
  if (isRestricted(bucket, asked)) throw new AwsError(403, "AccessDenied", "Access Denied");
}

/** RestrictPublicBuckets: a public policy lets in nobody but the bucket's own account. */
function isRestricted(bucket: Bucket, { caller }: AccessRequest): boolean {
  if (caller?.accountId === bucket.accountId || bucket.policy === undefined) return false;
  return publicAccessBlockOf(bucket)?.restrictPublicBuckets === true && isPublicPolicy(bucket.policy);
}

function accessRequest(request: Asked, action: string, bucket: Bucket, resource: string, conditions?: ConditionValues): AccessRequest {
  return {
    caller: request.caller,
    origin: request.origin,
    action,
    resource,
    resourceAccountId: bucket.accountId,
    resourcePolicy: bucket.policy,
    resourcePolicyMode: "in-addition",
    conditions: requestConditions(request, { ...conditions, ...creationCondition(request, action), "s3:resourceaccount": [bucket.accountId] }),
  };
}

/** `s3:ObjectCreationOperation`: s3:PutObject is also the permission to begin an upload and to send parts, which make no object yet. */
function creationCondition({ query }: Asked, action: string): ConditionValues {
  return action === "s3:PutObject" ? { "s3:objectcreationoperation": [String(!query.has("uploads") && !query.has("partNumber"))] } : {};
}
