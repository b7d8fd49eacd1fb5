import type { KmsOperation, KmsServices } from "./kms-operation.ts";
import { cancelKeyDeletion } from "./operations/cancel-key-deletion.ts";
import { createAlias } from "./operations/create-alias.ts";
import { createGrant } from "./operations/create-grant.ts";
import { createKey } from "./operations/create-key.ts";
import { decrypt } from "./operations/decrypt.ts";
import { deleteAlias } from "./operations/delete-alias.ts";
import { deleteImportedKeyMaterial } from "./operations/delete-imported-key-material.ts";
import { deriveSharedSecret } from "./operations/derive-shared-secret.ts";
import { describeKey } from "./operations/describe-key.ts";
import { disableKey } from "./operations/disable-key.ts";
import { disableKeyRotation } from "./operations/disable-key-rotation.ts";
import { enableKey } from "./operations/enable-key.ts";
import { enableKeyRotation } from "./operations/enable-key-rotation.ts";
import { encrypt } from "./operations/encrypt.ts";
import { generateDataKey } from "./operations/generate-data-key.ts";
import { generateDataKeyPair } from "./operations/generate-data-key-pair.ts";
import { generateDataKeyPairWithoutPlaintext } from "./operations/generate-data-key-pair-without-plaintext.ts";
import { generateDataKeyWithoutPlaintext } from "./operations/generate-data-key-without-plaintext.ts";
import { generateMac } from "./operations/generate-mac.ts";
import { generateRandom } from "./operations/generate-random.ts";
import { getKeyPolicy } from "./operations/get-key-policy.ts";
import { getKeyRotationStatus } from "./operations/get-key-rotation-status.ts";
import { getParametersForImport } from "./operations/get-parameters-for-import.ts";
import { getPublicKey } from "./operations/get-public-key.ts";
import { importKeyMaterial } from "./operations/import-key-material.ts";
import { listAliases } from "./operations/list-aliases.ts";
import { listGrants } from "./operations/list-grants.ts";
import { listKeyPolicies } from "./operations/list-key-policies.ts";
import { listKeyRotations } from "./operations/list-key-rotations.ts";
import { listKeys } from "./operations/list-keys.ts";
import { listResourceTags } from "./operations/list-resource-tags.ts";
import { listRetirableGrants } from "./operations/list-retirable-grants.ts";
import { putKeyPolicy } from "./operations/put-key-policy.ts";
import { reEncrypt } from "./operations/re-encrypt.ts";
import { replicateKey } from "./operations/replicate-key.ts";
import { retireGrant } from "./operations/retire-grant.ts";
import { revokeGrant } from "./operations/revoke-grant.ts";
import { rotateKeyOnDemand } from "./operations/rotate-key-on-demand.ts";
import { scheduleKeyDeletion } from "./operations/schedule-key-deletion.ts";
import { sign } from "./operations/sign.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateAlias } from "./operations/update-alias.ts";
import { updateKeyDescription } from "./operations/update-key-description.ts";
import { updatePrimaryRegion } from "./operations/update-primary-region.ts";
import { verify } from "./operations/verify.ts";
import { verifyMac } from "./operations/verify-mac.ts";

/** The operations of KMS that the stand-in has, by their names in `X-Amz-Target: TrentService.<Operation>`. */
export function kmsOperations(services: KmsServices): ReadonlyMap<string, KmsOperation> {
  return new Map([
    ["CancelKeyDeletion", cancelKeyDeletion(services)],
    ["CreateAlias", createAlias(services)],
    ["CreateGrant", createGrant(services)],
    ["CreateKey", createKey(services)],
    ["Decrypt", decrypt(services)],
    ["DeleteAlias", deleteAlias(services)],
    ["DeleteImportedKeyMaterial", deleteImportedKeyMaterial(services)],
    ["DeriveSharedSecret", deriveSharedSecret(services)],
    ["DescribeKey", describeKey(services)],
    ["DisableKey", disableKey(services)],
    ["DisableKeyRotation", disableKeyRotation(services)],
    ["EnableKey", enableKey(services)],
    ["EnableKeyRotation", enableKeyRotation(services)],
    ["Encrypt", encrypt(services)],
    ["GenerateDataKey", generateDataKey(services)],
    ["GenerateDataKeyPair", generateDataKeyPair(services)],
    ["GenerateDataKeyPairWithoutPlaintext", generateDataKeyPairWithoutPlaintext(services)],
    ["GenerateDataKeyWithoutPlaintext", generateDataKeyWithoutPlaintext(services)],
    ["GenerateMac", generateMac(services)],
    ["GenerateRandom", generateRandom(services)],
    ["GetKeyPolicy", getKeyPolicy(services)],
    ["GetKeyRotationStatus", getKeyRotationStatus(services)],
    ["GetParametersForImport", getParametersForImport(services)],
    ["GetPublicKey", getPublicKey(services)],
    ["ImportKeyMaterial", importKeyMaterial(services)],
    ["ListAliases", listAliases(services)],
    ["ListGrants", listGrants(services)],
    ["ListKeyPolicies", listKeyPolicies(services)],
    ["ListKeyRotations", listKeyRotations(services)],
    ["ListKeys", listKeys(services)],
    ["ListResourceTags", listResourceTags(services)],
    ["ListRetirableGrants", listRetirableGrants(services)],
    ["PutKeyPolicy", putKeyPolicy(services)],
    ["ReEncrypt", reEncrypt(services)],
    ["ReplicateKey", replicateKey(services)],
    ["RetireGrant", retireGrant(services)],
    ["RevokeGrant", revokeGrant(services)],
    ["RotateKeyOnDemand", rotateKeyOnDemand(services)],
    ["ScheduleKeyDeletion", scheduleKeyDeletion(services)],
    ["Sign", sign(services)],
    ["TagResource", tagResource(services)],
    ["UntagResource", untagResource(services)],
    ["UpdateAlias", updateAlias(services)],
    ["UpdateKeyDescription", updateKeyDescription(services)],
    ["UpdatePrimaryRegion", updatePrimaryRegion(services)],
    ["Verify", verify(services)],
    ["VerifyMac", verifyMac(services)],
  ]);
}
