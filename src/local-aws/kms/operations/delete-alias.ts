import { authorizeKms } from "#local-aws/kms/authorize-key.ts";
import { readAliasName } from "#local-aws/kms/alias-names.ts";
import { aliasArn, keyArn } from "#local-aws/kms/key-identifiers.ts";
import { findAlias } from "#local-aws/kms/key-rows.ts";
import { aliasNotFound } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";

const ACTION = "kms:DeleteAlias";

/** DeleteAlias: the key stays as it is, in any state (aws-facts 3.5, 3.6). The permission is needed on the alias and on the key. */
export function deleteAlias(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return async (input, call) => {
    const aliasName = readAliasName(input);
    const arn = aliasArn(call.region, aliasName);
    authorizeKms(call, ACTION, arn);
    await services.keyStore.transact((transaction) => {
      const alias = findAlias(transaction, call.region, aliasName);
      if (alias === undefined) throw aliasNotFound(arn);
      if (alias.targetKeyId !== undefined) authorizeKms(call, ACTION, keyArn(call.region, alias.targetKeyId));
      transaction.remove(["alias", call.region, aliasName]);
    });
    return undefined;
  };
}
