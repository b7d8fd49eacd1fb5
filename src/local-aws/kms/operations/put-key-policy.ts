import { permittedKey } from "#local-aws/kms/key-access.ts";
import { checkPolicyLockout, POLICY_NAME, readKeyPolicy } from "#local-aws/kms/key-policy.ts";
import { saveKey } from "#local-aws/kms/key-rows.ts";
import { constraint, notFound } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";

/** PutKeyPolicy, in any state of the key (aws-facts 3.5, 3.6). */
export function putKeyPolicy(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return async (input, call) => {
    const reference = input.keyId();
    const name = input.string("PolicyName", { min: 1, max: 128, pattern: /[\w]+/ }) ?? POLICY_NAME;
    const policy = readKeyPolicy(input, "Policy");
    if (policy === undefined) throw constraint("policy", "null", "Member must not be null");
    const bypass = input.boolean("BypassPolicyLockoutSafetyCheck");
    const conditions = { "kms:bypasspolicylockoutsafetycheck": [String(bypass)] };
    await services.keyStore.transact((transaction) => {
      const key = permittedKey(transaction, call, "kms:PutKeyPolicy", reference, { conditions });
      if (name !== POLICY_NAME) throw notFound("No such policy exists");
      const changed = { ...key, policy };
      checkPolicyLockout(transaction, call, changed, bypass);
      saveKey(transaction, changed);
    });
    return undefined;
  };
}
