import { type AccessRequest, authorize, type ConditionValues, isAuthorized } from "#local-aws/iam/authorize.ts";
import type { MetadataReader } from "#local-aws/store/metadata-store.ts";
import type { KmsGrant, KmsKey } from "#local-aws/world.ts";
import type { Context } from "./encryption-context.ts";
import { grantFor } from "./grant-rows.ts";
import type { KmsCall } from "./key-access.ts";
import { contextConditions, keyConditions, requestAliasCondition, requestTagConditions } from "./key-conditions.ts";
import { keyArn } from "./key-identifiers.ts";
import { accessDenied } from "./kms-errors.ts";

/** What a request tells of itself, beyond its action and its key: what policies and grants may ask for. */
export interface AskedOfKey {
  /** How the request names the key: `kms:RequestAlias`. */
  readonly reference?: string | undefined;
  readonly context?: Context;
  /** Condition keys of this operation alone, by lower-case name. */
  readonly conditions?: ConditionValues;
}

/** Actions that a policy can allow to another account's principals; all others are for the key's own account. */
const CROSS_ACCOUNT_ACTIONS: ReadonlySet<string> = new Set(
  [
    ["CreateGrant", "Decrypt", "DeriveSharedSecret", "DescribeKey", "Encrypt", "GenerateDataKey", "GenerateDataKeyPair"],
    ["GenerateDataKeyPairWithoutPlaintext", "GenerateDataKeyWithoutPlaintext", "GenerateMac", "GetKeyRotationStatus", "GetPublicKey"],
    ["ListGrants", "ReEncryptFrom", "ReEncryptTo", "RetireGrant", "RevokeGrant", "Sign", "Verify", "VerifyMac"],
  ].flatMap((names) => names.map((name) => `kms:${name}`)),
);

/**
 * Refuses an action on a key that its policy, a grant or the caller's policies do not allow, or that one of them denies: a key policy
 * must allow everything, to the caller or to its account (aws-facts 3.5, 3.10), unless a grant does (3.9).
 * @returns the grant that allows it; undefined where policies do
 * @throws AwsError 400 AccessDeniedException (aws-facts 5.4)
 */
export function authorizeKey(
  reader: MetadataReader,
  call: KmsCall,
  action: `kms:${string}`,
  key: KmsKey,
  asked: AskedOfKey = {},
): KmsGrant | undefined {
  if (key.accountId !== call.caller.accountId && !CROSS_ACCOUNT_ACTIONS.has(action)) throw notOnThisResource(call, action);
  const request = keyAccessRequest(reader, call, action, key, asked);
  if (isAuthorized(request)) return undefined;
  const grant = grantFor(reader, call.caller, key, action.slice("kms:".length), asked.context ?? {});
  authorize({ ...request, allowedByGrant: grant !== undefined });
  return grant;
}

/** The question that `authorizeKey` asks before it looks for a grant. */
export function keyAccessRequest(reader: MetadataReader, call: KmsCall, action: `kms:${string}`, key: KmsKey, asked: AskedOfKey = {}): AccessRequest {
  const { caller, viaService } = call;
  const conditions = {
    ...callConditions(call),
    ...keyConditions(reader, key),
    ...requestAliasCondition(asked.reference),
    ...contextConditions(asked.context ?? {}),
    ...asked.conditions,
  };
  return {
    caller,
    origin: caller.origin,
    viaService,
    action,
    resource: key.arn,
    resourceAccountId: key.accountId,
    resourcePolicy: key.policy,
    resourcePolicyMode: "required",
    conditions,
  };
}

/** Refuses an action that has no key, such as ListKeys and CreateKey, or that is on an alias, when identity policies do not allow it. */
export function authorizeKms(call: KmsCall, action: `kms:${string}`, resource: string, conditions?: ConditionValues): void {
  const { caller, viaService } = call;
  authorize({
    caller,
    origin: caller.origin,
    viaService,
    action,
    resource,
    resourceAccountId: caller.accountId,
    resourcePolicyMode: "in-addition",
    conditions: { ...callConditions(call), ...conditions },
  });
}

/** Refuses a new key with tags to a caller who may not tag keys: CreateKey and ReplicateKey need kms:TagResource for it. */
export function authorizeNewTags(call: KmsCall, tags: KmsKey["tags"]): void {
  if (tags.length === 0) return;
  authorizeKms(call, "kms:TagResource", keyArn(call.region, call.caller.accountId, "*"), requestTagConditions(tags));
}

/** What a caller is told of another account's key that is not there, or not for it: no word about which (aws-facts 5.4). */
export function notOnThisResource({ caller }: KmsCall, action: string): Error {
  return accessDenied(
    `User: ${caller.arn} is not authorized to perform: ${action} on this resource because the resource does not exist in this Region, ` +
      "no resource-based policies allow access, or a resource-based policy explicitly denies access",
  );
}

function callConditions({ caller, region, viaService }: KmsCall): ConditionValues {
  return {
    "kms:calleraccount": [caller.accountId],
    ...(viaService === undefined ? {} : { "kms:viaservice": [`${viaService}.${region}.amazonaws.com`] }),
  };
}
