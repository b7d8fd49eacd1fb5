import type { ConditionValues } from "#local-aws/iam/authorize.ts";
import { authorizeKms, authorizeNewTags } from "#local-aws/kms/authorize-key.ts";
import { requestTagConditions } from "#local-aws/kms/key-conditions.ts";
import { readDescription } from "#local-aws/kms/key-description.ts";
import { keyMetadata } from "#local-aws/kms/key-metadata.ts";
import { checkPolicyLockout, defaultKeyPolicy, readKeyPolicy } from "#local-aws/kms/key-policy.ts";
import { newKeySecret } from "#local-aws/kms/key-secrets.ts";
import { KEY_SPECS, KEY_USAGES, SYMMETRIC_DEFAULT } from "#local-aws/kms/key-specs.ts";
import { unsupported, validation } from "#local-aws/kms/kms-errors.ts";
import type { KmsInput } from "#local-aws/kms/kms-input.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { readTags } from "#local-aws/kms/key-tags.ts";
import { makeKey, type NewKey } from "#local-aws/kms/new-key.ts";
import type { KeyUsage, KmsKey } from "#local-aws/world.ts";

/**
 * CreateKey (aws-facts 3.5): without arguments a symmetric encryption key. Keys whose KeySpec WebCrypto has not are made without material,
 * to be listed, described and refused; custom key stores are refused.
 */
export function createKey(services: KmsServices): KmsOperation {
  return async (input, call) => {
    input.refuse("CustomKeyStoreId", "XksKeyId");
    const keySpec = readKeySpec(input);
    const bypass = input.boolean("BypassPolicyLockoutSafetyCheck");
    const spec: NewKey = {
      region: call.region,
      accountId: call.caller.accountId,
      description: readDescription(input) ?? "",
      keySpec,
      keyUsage: readKeyUsage(input, keySpec),
      keyManager: "CUSTOMER",
      origin: readOrigin(input),
      multiRegion: input.boolean("MultiRegion"),
      policy: readKeyPolicy(input, "Policy") ?? defaultKeyPolicy(call.caller.accountId),
      tags: readTags(input),
    };
    authorizeKms(call, "kms:CreateKey", "*", requestConditions(spec, bypass));
    authorizeNewTags(call, spec.tags);
    const secret = spec.origin === "AWS_KMS" ? await newKeySecret(services, keySpec) : undefined;
    const metadata = await services.keyStore.transact((transaction) => {
      const key = makeKey(services, transaction, spec, secret);
      checkPolicyLockout(transaction, call, key, bypass);
      call.usedKeyArns?.add(key.arn);
      return keyMetadata(transaction, key);
    });
    return { KeyMetadata: metadata };
  };
}

function requestConditions({ keySpec, keyUsage, origin, multiRegion, tags }: NewKey, bypass: boolean): ConditionValues {
  return {
    "kms:keyspec": [keySpec],
    "kms:keyusage": [keyUsage],
    "kms:keyorigin": [origin],
    "kms:multiregion": [String(multiRegion)],
    ...(multiRegion && { "kms:multiregionkeytype": ["PRIMARY"] }),
    "kms:bypasspolicylockoutsafetycheck": [String(bypass)],
    ...requestTagConditions(tags),
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
