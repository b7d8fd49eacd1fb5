import { authorizeKms } from "#local-aws/kms/authorize-key.ts";
import { keyMetadata } from "#local-aws/kms/key-metadata.ts";
import { defaultKeyPolicy, readKeyPolicy } from "#local-aws/kms/key-policy.ts";
import { KEY_SPECS, KEY_USAGES, SYMMETRIC_DEFAULT } from "#local-aws/kms/key-specs.ts";
import { unsupported, validation } from "#local-aws/kms/kms-errors.ts";
import type { KmsInput } from "#local-aws/kms/kms-input.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { readTags } from "#local-aws/kms/key-tags.ts";
import { makeKey } from "#local-aws/kms/new-key.ts";
import type { KeyUsage, KmsKey } from "#local-aws/world.ts";

/**
 * CreateKey (aws-facts 3.5): without arguments a symmetric encryption key. Keys of other specs have no material here; custom key
 * stores are refused.
 */
export function createKey(services: KmsServices): KmsOperation {
  return async (input, call) => {
    input.refuse("CustomKeyStoreId", "XksKeyId");
    const keySpec = readKeySpec(input);
    const spec = {
      region: call.region,
      description: input.string("Description", { max: 8192 }) ?? "",
      keySpec,
      keyUsage: readKeyUsage(input, keySpec),
      keyManager: "CUSTOMER" as const,
      origin: readOrigin(input),
      multiRegion: input.boolean("MultiRegion"),
      policy: readKeyPolicy(input, "Policy") ?? defaultKeyPolicy(),
      tags: readTags(input),
    };
    authorizeKms(call, "kms:CreateKey", "*");
    const key = await services.keyStore.transact((transaction) => makeKey(services, transaction, spec));
    return { KeyMetadata: keyMetadata(key) };
  };
}

function readKeySpec(input: KmsInput): string {
  const oneOf = [...KEY_SPECS.keys()];
  const keySpec = input.string("KeySpec", { oneOf });
  const olderName = input.string("CustomerMasterKeySpec", { oneOf });
  if (keySpec !== undefined && olderName !== undefined) {
    throw validation("You cannot specify KeySpec and CustomerMasterKeySpec in the same request. CustomerMasterKeySpec is deprecated.");
  }
  return keySpec ?? olderName ?? SYMMETRIC_DEFAULT;
}

function readKeyUsage(input: KmsInput, keySpec: string): KeyUsage {
  const named = input.string("KeyUsage", { oneOf: KEY_USAGES });
  if (named === undefined && keySpec !== SYMMETRIC_DEFAULT) {
    throw validation("You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.");
  }
  const keyUsage = KEY_USAGES.find((usage) => usage === (named ?? "ENCRYPT_DECRYPT")) ?? "ENCRYPT_DECRYPT";
  if (KEY_SPECS.get(keySpec)?.[keyUsage] === undefined) {
    throw validation(`KeyUsage ${keyUsage} is not compatible with KeySpec ${keySpec}`);
  }
  return keyUsage;
}

function readOrigin(input: KmsInput): KmsKey["origin"] {
  const origin = input.string("Origin", { oneOf: ["AWS_KMS", "EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"] }) ?? "AWS_KMS";
  if (origin === "AWS_KMS" || origin === "EXTERNAL") return origin;
  throw unsupported(`Keyseal's local stand-in for AWS KMS has no custom key stores: Origin ${origin}.`);
}
