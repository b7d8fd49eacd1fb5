import { authorizeKey, authorizeKms } from "#local-aws/kms/authorize-key.ts";
import { readAliasName } from "#local-aws/kms/alias-names.ts";
import { aliasArn } from "#local-aws/kms/key-identifiers.ts";
import { findAlias, findKey, removeAlias } from "#local-aws/kms/key-rows.ts";
import { aliasNotFound } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";

const ACTION = "kms:DeleteAlias";

/** DeleteAlias: the key stays as it is, in any state (aws-facts 3.5, 3.6). The permission is needed on the alias and on the key. */
export function deleteAlias(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return async (input, call) => {
    const aliasName = readAliasName(input);
    const place = { region: call.region, accountId: call.caller.accountId, aliasName };
    const arn = aliasArn(place.region, place.accountId, aliasName);
    authorizeKms(call, ACTION, arn);
    await services.keyStore.transact((transaction) => {
      const alias = findAlias(transaction, place);
      if (alias === undefined) throw aliasNotFound(arn);
      const key = alias.targetKeyId === undefined ? undefined : findKey(transaction, call.region, alias.targetKeyId);
      if (key !== undefined) {
        call.usedKeyArns?.add(key.arn);
        authorizeKey(transaction, call, ACTION, key);
      }
      removeAlias(transaction, alias);
    });
    return undefined;
  };
}
