import { authorizeKey, authorizeKms } from "#local-aws/kms/authorize-key.ts";
import { readAliasName } from "#local-aws/kms/alias-names.ts";
import { permittedKey } from "#local-aws/kms/key-access.ts";
import { aliasArn } from "#local-aws/kms/key-identifiers.ts";
import { findAlias, findKey, saveAlias } from "#local-aws/kms/key-rows.ts";
import { isSymmetricEncryptionKey } from "#local-aws/kms/key-specs.ts";
import { requireNotPendingDeletion } from "#local-aws/kms/key-states.ts";
import { aliasNotFound, validation } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import type { KmsKey } from "#local-aws/world.ts";

const ACTION = "kms:UpdateAlias";

/**
 * UpdateAlias: points an alias at another key of the same kind and usage (aws-facts 3.5). The caller needs the permission on the
 * alias and on both keys.
 */
export function updateAlias(services: Pick<KmsServices, "clock" | "keyStore">): KmsOperation {
  return async (input, call) => {
    const aliasName = readAliasName(input);
    const target = input.keyId("TargetKeyId");
    const place = { region: call.region, accountId: call.caller.accountId, aliasName };
    const arn = aliasArn(place.region, place.accountId, aliasName);
    authorizeKms(call, ACTION, arn);
    await services.keyStore.transact((transaction) => {
      const alias = findAlias(transaction, place);
      if (alias === undefined) throw aliasNotFound(arn);
      const before = alias.targetKeyId === undefined ? undefined : findKey(transaction, call.region, alias.targetKeyId);
      const after = permittedKey(transaction, call, ACTION, target);
      if (before !== undefined) authorizeKey(transaction, call, ACTION, before);
      requireNotPendingDeletion(after);
      if (before !== undefined && !isSameKind(before, after)) {
        throw validation("The current and the new KMS key of an alias must be of the same type and key usage.");
      }
      saveAlias(transaction, { ...alias, targetKeyId: after.keyId, updatedAt: services.clock.now() });
    });
    return undefined;
  };
}

/** Types are symmetric, asymmetric and HMAC; two specs of one type may follow each other. */
function isSameKind(left: KmsKey, right: KmsKey): boolean {
  return left.keyUsage === right.keyUsage && kindOf(left) === kindOf(right);
}

function kindOf(key: KmsKey): "symmetric" | "hmac" | "asymmetric" {
  if (isSymmetricEncryptionKey(key)) return "symmetric";
  return key.keySpec.startsWith("HMAC_") ? "hmac" : "asymmetric";
}
