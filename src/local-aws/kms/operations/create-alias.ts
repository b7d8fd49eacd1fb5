import { authorizeKey, authorizeKms } from "#local-aws/kms/authorize-key.ts";
import { readAliasName } from "#local-aws/kms/alias-names.ts";
import { requireCustomerManaged, requireNotPendingDeletion, resolveKey } from "#local-aws/kms/key-access.ts";
import { aliasArn } from "#local-aws/kms/key-identifiers.ts";
import { aliasesOf, findAlias, saveAlias } from "#local-aws/kms/key-rows.ts";
import { alreadyExists, limitExceeded } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";

const ACTION = "kms:CreateAlias";
/** aws-facts 7. */
const ALIASES_PER_KEY = 50;

/** CreateAlias: the caller needs the permission on the alias and on the key (aws-facts 3.5, 3.6). */
export function createAlias(services: Pick<KmsServices, "clock" | "keyStore">): KmsOperation {
  return async (input, call) => {
    const aliasName = readAliasName(input);
    const target = input.keyId("TargetKeyId");
    const arn = aliasArn(call.region, aliasName);
    authorizeKms(call, ACTION, arn);
    await services.keyStore.transact((transaction) => {
      const key = resolveKey(transaction, call, ACTION, target, "key");
      requireCustomerManaged(call, ACTION, key);
      authorizeKey(call, ACTION, key);
      requireNotPendingDeletion(key);
      if (findAlias(transaction, call.region, aliasName) !== undefined) {
        throw alreadyExists(`An alias with the name ${arn} already exists`);
      }
      const others = [...aliasesOf(transaction, call.region)].filter((alias) => alias.targetKeyId === key.keyId);
      if (others.length >= ALIASES_PER_KEY) throw limitExceeded(`The maximum number of aliases per key, ${ALIASES_PER_KEY}, is reached.`);
      const now = services.clock.now();
      saveAlias(transaction, { aliasName, aliasArn: arn, region: call.region, targetKeyId: key.keyId, createdAt: now, updatedAt: now });
    });
    return undefined;
  };
}
