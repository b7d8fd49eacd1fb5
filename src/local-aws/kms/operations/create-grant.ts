import type { ConditionValues } from "#local-aws/iam/authorize.ts";
import { authorizeKey } from "#local-aws/kms/authorize-key.ts";
import { type GrantRequest, isSameGrant, readGrantRequest, requireGrantable, requireWithin } from "#local-aws/kms/grant-request.ts";
import { grantsOf, saveGrant } from "#local-aws/kms/grant-rows.ts";
import { checkGrantTokens } from "#local-aws/kms/grant-tokens.ts";
import { resolveKey } from "#local-aws/kms/key-access.ts";
import { requireEnabled } from "#local-aws/kms/key-states.ts";
import { dryRunSucceeded, limitExceeded } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { base64, hex } from "#local-aws/protocol/bytes.ts";
import type { KmsGrant } from "#local-aws/world.ts";

const ACTION = "kms:CreateGrant";
/** aws-facts 7. */
const GRANTS_PER_KEY = 50_000;

/**
 * CreateGrant (aws-facts 3.9). A grant counts at once. The same request under the same Name gives the same grant and another token; who
 * may create grants by a grant only can pass on no more than that one allows.
 */
export function createGrant(services: KmsServices): KmsOperation {
  return async (input, call) => {
    const reference = input.keyId();
    const request = readGrantRequest(input);
    const dryRun = input.boolean("DryRun");
    const fresh = { grantId: hex(services.random.bytes(32)), token: base64(services.random.bytes(96)) };
    return services.keyStore.transact((transaction) => {
      checkGrantTokens(transaction, call, input);
      const key = resolveKey(transaction, call, ACTION, reference, "key");
      const parent = authorizeKey(transaction, call, ACTION, key, { conditions: conditionsOf(request) });
      if (parent !== undefined) requireWithin(parent, request);
      if (key.keyState !== "PendingImport") requireEnabled(key);
      requireGrantable(key, request);
      if (dryRun) throw dryRunSucceeded();
      const grants = [...grantsOf(transaction, key)];
      const existing = grants.find((grant) => isSameGrant(grant, request));
      if (existing === undefined && grants.length >= GRANTS_PER_KEY) throw limitExceeded(`The maximum number of grants per key, ${GRANTS_PER_KEY}, is reached.`);
      const grant: KmsGrant = existing ?? {
        ...request,
        grantId: fresh.grantId,
        keyId: key.keyId,
        region: key.region,
        keyArn: key.arn,
        createdAt: services.clock.now(),
        issuingAccount: `arn:aws:iam::${call.caller.accountId}:root`,
        tokens: [],
      };
      saveGrant(transaction, { ...grant, tokens: [...grant.tokens, fresh.token] });
      return { GrantId: grant.grantId, GrantToken: fresh.token };
    });
  };
}

function conditionsOf({ granteePrincipal, retiringPrincipal, operations, constraints }: GrantRequest): ConditionValues {
  const types = Object.keys(constraints ?? {});
  return {
    "kms:grantoperations": operations,
    "kms:granteeprincipal": [granteePrincipal],
    // AWS services make such grants for a resource of theirs; here callers make them for themselves.
    "kms:grantisforawsresource": ["false"],
    ...(retiringPrincipal !== undefined && { "kms:retiringprincipal": [retiringPrincipal] }),
    ...(types.length > 0 && { "kms:grantconstrainttype": types }),
  };
}
