import { type AccessRequest, authorize, type ConditionValues, isAuthorized } from "#local-aws/iam/authorize.ts";
import type { S3Request } from "#local-aws/protocol/request-context.ts";
import { ACCOUNT_ID, type Bucket } from "#local-aws/world.ts";
import { bucketArn, objectArn } from "./request-bucket.ts";

type Asked = Pick<S3Request, "caller" | "origin" | "headers" | "query">;

/** Headers that bucket policies can ask for by name: what the client really sent, never what a presigned URL's query says (aws-facts 5.1). */
const HEADER_CONDITIONS = [
  "x-amz-server-side-encryption",
  "x-amz-server-side-encryption-aws-kms-key-id",
  "x-amz-server-side-encryption-customer-algorithm",
  "x-amz-acl",
  "x-amz-copy-source",
  "x-amz-metadata-directive",
  "x-amz-storage-class",
  "x-amz-website-redirect-location",
  "x-amz-content-sha256",
  "x-amz-object-ownership",
] as const;
const QUERY_CONDITIONS = { prefix: "s3:prefix", delimiter: "s3:delimiter", "max-keys": "s3:max-keys", versionId: "s3:versionid" } as const;

/** Refuses an action on a bucket that no policy allows, or that one denies (aws-facts 5). */
export function authorizeBucket(request: Asked, action: `s3:${string}`, bucket: Bucket, conditions?: ConditionValues): void {
  authorize(accessRequest(request, action, bucket, bucketArn(bucket.name), conditions));
}

/** Refuses an action on an object that no policy allows, or that one denies; the bucket's policy governs (aws-facts 5). */
export function authorizeObject(request: Asked, action: `s3:${string}`, bucket: Bucket, key: string, conditions?: ConditionValues): void {
  authorize(accessRequest(request, action, bucket, objectArn(bucket.name, key), conditions));
}

/** Whether the caller may list the bucket: who may not is told 403 where others are told 404 (aws-facts 5.4). */
export function mayListBucket(request: Asked, bucket: Bucket): boolean {
  return isAuthorized(accessRequest(request, "s3:ListBucket", bucket, bucketArn(bucket.name)));
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
    conditions: { ...requestConditions(request), ...conditions },
  });
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
    conditions: { ...requestConditions(request), "s3:resourceaccount": [bucket.accountId], ...conditions },
  };
}

function requestConditions({ headers, query, origin }: Asked): ConditionValues {
  const values: Record<string, readonly string[]> = {};
  for (const name of HEADER_CONDITIONS) {
    const value = headers.get(name);
    if (value !== null) values[`s3:${name}`] = [value];
  }
  for (const [parameter, name] of Object.entries(QUERY_CONDITIONS)) {
    const value = query.get(parameter);
    if (value !== null) values[name] = [value];
  }
  if (origin.authType !== undefined) {
    values["s3:authtype"] = [origin.authType];
    values["s3:signatureversion"] = ["AWS4-HMAC-SHA256"];
  }
  return values;
}
