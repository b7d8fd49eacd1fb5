import { permittedKey } from "#local-aws/kms/key-access.ts";
import { POLICY_NAME } from "#local-aws/kms/key-policy.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { readPage, takePage } from "#local-aws/kms/kms-pages.ts";

const ACTION = "kms:ListKeyPolicies";

/** ListKeyPolicies: always the one name (aws-facts 3.4). */
export function listKeyPolicies(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return async (input, call) => {
    const page = readPage(input, "ListKeyPolicies", { usual: 100, most: 1000 });
    permittedKey(services.keyStore, call, ACTION, input.keyId());
    const { items, more } = takePage([POLICY_NAME], (name) => name, page);
    return { PolicyNames: items, ...more };
  };
}
