import { readAlgorithm, requireAlgorithm } from "#local-aws/kms/encryption-algorithm.ts";
import { SYMMETRIC_DEFAULT } from "#local-aws/kms/key-specs.ts";
import { dryRunSucceeded } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { openCiphertext } from "#local-aws/kms/open-ciphertext.ts";
import { base64 } from "#local-aws/protocol/bytes.ts";

/** The longest ciphertext that KMS takes, in bytes (aws-facts 7). */
export const MAX_CIPHERTEXT_BYTES = 6144;

/** Decrypt: the ciphertext says which key made it; the same context is needed (aws-facts 3.8). */
export function decrypt(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return async (input, call) => {
    input.refuse("Recipient");
    const ciphertext = input.requiredBlob("CiphertextBlob", { min: 1, max: MAX_CIPHERTEXT_BYTES });
    const keyReference = input.string("KeyId", { min: 1, max: 2048 });
    const context = input.context("EncryptionContext");
    const algorithm = readAlgorithm(input, "EncryptionAlgorithm");
    const dryRun = input.boolean("DryRun");
    const { key, blob, plaintext } = await openCiphertext(services, call, { operation: "Decrypt", ciphertext, keyReference, context });
    requireAlgorithm(algorithm, key);
    if (dryRun) throw dryRunSucceeded();
    return { KeyId: key.arn, Plaintext: base64(plaintext), EncryptionAlgorithm: SYMMETRIC_DEFAULT, KeyMaterialId: blob.materialId };
  };
}
