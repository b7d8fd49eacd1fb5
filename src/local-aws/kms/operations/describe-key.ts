import { authorizeKey, authorizeKms } from "#local-aws/kms/authorize-key.ts";
import { checkGrantTokens } from "#local-aws/kms/grant-tokens.ts";
import { resolveKey } from "#local-aws/kms/key-access.ts";
import type { KmsCall } from "#local-aws/kms/key-access.ts";
import { keyArn, readKeyIdentifier } from "#local-aws/kms/key-identifiers.ts";
import { keyMetadata } from "#local-aws/kms/key-metadata.ts";
import { findAlias } from "#local-aws/kms/key-rows.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { S3_ALIAS, s3ManagedKey } from "#local-aws/kms/managed-key.ts";
import type { KmsKey } from "#local-aws/world.ts";

const ACTION = "kms:DescribeKey";

/** DescribeKey (aws-facts 3.3). Asking for `alias/aws/s3` makes the key where it is not there yet (aws-facts 0.1 row 7). */
export function describeKey(services: KmsServices): KmsOperation {
  return async (input, call) => {
    const reference = input.keyId();
    checkGrantTokens(services.keyStore, call, input);
    const key = await find(services, call, reference);
    authorizeKey(services.keyStore, call, ACTION, key, { reference });
    return { KeyMetadata: keyMetadata(services.keyStore, key) };
  };
}

async function find(services: KmsServices, call: KmsCall, reference: string): Promise<KmsKey> {
  const place = { region: call.region, accountId: call.caller.accountId };
  const identifier = readKeyIdentifier(reference, place);
  if (identifier.type === "alias" && identifier.aliasName === S3_ALIAS && identifier.accountId === place.accountId) {
    // Its ARN is not known before it is made, and who may not describe keys must not cause one.
    const isMade = findAlias(services.keyStore, { ...place, aliasName: S3_ALIAS }) !== undefined;
    if (!isMade) authorizeKms(call, ACTION, keyArn(place.region, place.accountId, "*"));
    const key = await s3ManagedKey(services, place);
    call.usedKeyArns?.add(key.arn);
    return key;
  }
  return resolveKey(services.keyStore, call, ACTION, reference, "key-or-alias");
}
