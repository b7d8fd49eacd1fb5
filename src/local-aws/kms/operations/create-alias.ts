import { authorizeKms } from "#local-aws/kms/authorize-key.ts";
import { readAliasName } from "#local-aws/kms/alias-names.ts";
import { permittedKey } from "#local-aws/kms/key-access.ts";
import { aliasArn } from "#local-aws/kms/key-identifiers.ts";
import { aliasNamesOf, findAlias, saveAlias } from "#local-aws/kms/key-rows.ts";
import { requireNotPendingDeletion } from "#local-aws/kms/key-states.ts";
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
    const place = { region: call.region, accountId: call.caller.accountId, aliasName };
    const arn = aliasArn(place.region, place.accountId, aliasName);
    authorizeKms(call, ACTION, arn);
    await services.keyStore.transact((transaction) => {
      const key = permittedKey(transaction, call, ACTION, target);
      requireNotPendingDeletion(key);
      if (findAlias(transaction, place) !== undefined) {
        throw alreadyExists(`An alias with the name ${arn} already exists`);
      }
      if (aliasNamesOf(transaction, key).length >= ALIASES_PER_KEY) {
        throw limitExceeded(`The maximum number of aliases per key, ${ALIASES_PER_KEY}, is reached.`);
      }
      const now = services.clock.now();
      saveAlias(transaction, { ...place, aliasArn: arn, targetKeyId: key.keyId, createdAt: now, updatedAt: now });
    });
    return undefined;
  };
}
