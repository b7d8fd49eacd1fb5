import { permittedKey } from "#local-aws/kms/key-access.ts";
import { POLICY_NAME } from "#local-aws/kms/key-policy.ts";
import { notFound } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";

const ACTION = "kms:GetKeyPolicy";

/** GetKeyPolicy: the policy's text as it was put, or AWS's pretty-printed default (aws-facts 3.5). */
export function getKeyPolicy(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return async (input, call) => {
    const name = input.string("PolicyName", { min: 1, max: 128, pattern: /[\w]+/ }) ?? POLICY_NAME;
    const key = permittedKey(services.keyStore, call, ACTION, input.keyId());
    if (name !== POLICY_NAME) throw notFound("No such policy exists");
    return { Policy: key.policy, PolicyName: POLICY_NAME };
  };
}
