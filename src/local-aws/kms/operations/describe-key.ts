import { authorizeKey, authorizeKms } from "#local-aws/kms/authorize-key.ts";
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
    const key = await find(services, call, input.keyId());
    authorizeKey(call, ACTION, key);
    return { KeyMetadata: keyMetadata(key) };
  };
}

async function find(services: KmsServices, call: KmsCall, reference: string): Promise<KmsKey> {
  const identifier = readKeyIdentifier(reference, { region: call.region, callerArn: call.caller.arn, action: ACTION });
  if (identifier.type === "alias" && identifier.aliasName === S3_ALIAS) {
    // Its ARN is not known before it is made, and who may not describe keys must not cause one.
    if (findAlias(services.keyStore, call.region, S3_ALIAS) === undefined) authorizeKms(call, ACTION, keyArn(call.region, "*"));
    return s3ManagedKey(services, call.region);
  }
  return resolveKey(services.keyStore, call, ACTION, reference, "key-or-alias");
}
