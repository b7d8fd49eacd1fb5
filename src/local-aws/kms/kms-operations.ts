import type { KmsOperation, KmsServices } from "./kms-operation.ts";
import { cancelKeyDeletion } from "./operations/cancel-key-deletion.ts";
import { createAlias } from "./operations/create-alias.ts";
import { createKey } from "./operations/create-key.ts";
import { decrypt } from "./operations/decrypt.ts";
import { deleteAlias } from "./operations/delete-alias.ts";
import { describeKey } from "./operations/describe-key.ts";
import { disableKeyRotation } from "./operations/disable-key-rotation.ts";
import { disableKey } from "./operations/disable-key.ts";
import { enableKeyRotation } from "./operations/enable-key-rotation.ts";
import { enableKey } from "./operations/enable-key.ts";
import { encrypt } from "./operations/encrypt.ts";
import { generateDataKeyWithoutPlaintext } from "./operations/generate-data-key-without-plaintext.ts";
import { generateDataKey } from "./operations/generate-data-key.ts";
import { generateRandom } from "./operations/generate-random.ts";
import { getKeyPolicy } from "./operations/get-key-policy.ts";
import { getKeyRotationStatus } from "./operations/get-key-rotation-status.ts";
import { listAliases } from "./operations/list-aliases.ts";
import { listKeyPolicies } from "./operations/list-key-policies.ts";
import { listKeys } from "./operations/list-keys.ts";
import { listResourceTags } from "./operations/list-resource-tags.ts";
import { reEncrypt } from "./operations/re-encrypt.ts";
import { scheduleKeyDeletion } from "./operations/schedule-key-deletion.ts";
import { updateAlias } from "./operations/update-alias.ts";

/** The operations of KMS that the stand-in has, by their names in `X-Amz-Target: TrentService.<Operation>`. */
export function kmsOperations(services: KmsServices): ReadonlyMap<string, KmsOperation> {
  return new Map([
    ["CancelKeyDeletion", cancelKeyDeletion(services)],
    ["CreateAlias", createAlias(services)],
    ["CreateKey", createKey(services)],
    ["Decrypt", decrypt(services)],
    ["DeleteAlias", deleteAlias(services)],
    ["DescribeKey", describeKey(services)],
    ["DisableKey", disableKey(services)],
    ["DisableKeyRotation", disableKeyRotation(services)],
    ["EnableKey", enableKey(services)],
    ["EnableKeyRotation", enableKeyRotation(services)],
    ["Encrypt", encrypt(services)],
    ["GenerateDataKey", generateDataKey(services)],
    ["GenerateDataKeyWithoutPlaintext", generateDataKeyWithoutPlaintext(services)],
    ["GenerateRandom", generateRandom(services)],
    ["GetKeyPolicy", getKeyPolicy(services)],
    ["GetKeyRotationStatus", getKeyRotationStatus(services)],
    ["ListAliases", listAliases(services)],
    ["ListKeyPolicies", listKeyPolicies(services)],
    ["ListKeys", listKeys(services)],
    ["ListResourceTags", listResourceTags(services)],
    ["ReEncrypt", reEncrypt(services)],
    ["ScheduleKeyDeletion", scheduleKeyDeletion(services)],
    ["UpdateAlias", updateAlias(services)],
  ]);
}
