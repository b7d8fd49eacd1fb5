import { findGrant, removeGrant } from "#local-aws/kms/grant-rows.ts";
import { permittedKey } from "#local-aws/kms/key-access.ts";
import { dryRunSucceeded, grantNotFound } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";

/** RevokeGrant: the key's administrators take a grant back (aws-facts 3.9). */
export function revokeGrant(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return async (input, call) => {
    const reference = input.keyId();
    const grantId = input.requiredString("GrantId", { min: 1, max: 128 });
    const dryRun = input.boolean("DryRun");
    await services.keyStore.transact((transaction) => {
      const key = permittedKey(transaction, call, "kms:RevokeGrant", reference);
      const grant = findGrant(transaction, key, grantId);
      if (grant === undefined) throw grantNotFound(grantId);
      if (dryRun) throw dryRunSucceeded();
      removeGrant(transaction, grant);
    });
    return undefined;
  };
}
