import { type AccessRequest, authorize, type ConditionValues } from "#local-aws/iam/authorize.ts";
import { ACCOUNT_ID, type KmsKey } from "#local-aws/world.ts";
import type { KmsCall } from "./key-access.ts";

/**
 * Refuses an action on a key that its policy, a grant or the caller's policies do not allow, or that one of them denies: a key policy
 * must allow everything, to the caller or to its account (aws-facts 3.5, 3.10).
 * @throws AwsError 400 AccessDeniedException (aws-facts 5.4)
 */
export function authorizeKey(call: KmsCall, action: `kms:${string}`, key: KmsKey, conditions?: ConditionValues): void {
  authorize({ ...asked(call, action, key.arn), resourceAccountId: key.accountId, resourcePolicy: key.policy, resourcePolicyMode: "required", conditions: { ...callConditions(call), ...conditions } });
}

/** Refuses an action that has no key, such as ListKeys and CreateKey, or that is on an alias, when identity policies do not allow it. */
export function authorizeKms(call: KmsCall, action: `kms:${string}`, resource: string, conditions?: ConditionValues): void {
  authorize({ ...asked(call, action, resource), resourceAccountId: ACCOUNT_ID, resourcePolicyMode: "in-addition", conditions: { ...callConditions(call), ...conditions } });
}

function asked({ caller, viaService }: KmsCall, action: string, resource: string): Pick<AccessRequest, "caller" | "origin" | "action" | "resource" | "viaService"> {
  return { caller, origin: caller.origin, action, resource, viaService };
}

function callConditions({ caller, region, viaService }: KmsCall): ConditionValues {
  return {
    "kms:calleraccount": [caller.accountId],
    ...(viaService === undefined ? {} : { "kms:viaservice": [`${viaService}.${region}.amazonaws.com`] }),
  };
}
