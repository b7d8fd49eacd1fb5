import { readAlgorithm } from "#local-aws/kms/encryption-algorithm.ts";
import { checkGrantTokens } from "#local-aws/kms/grant-tokens.ts";
import { ignoresCiphertext } from "#local-aws/kms/ignored-ciphertext.ts";
import { keyForUse } from "#local-aws/kms/key-access.ts";
import { dryRunSucceeded } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { permitCiphertext } from "#local-aws/kms/open-ciphertext.ts";
import { base64 } from "#local-aws/protocol/bytes.ts";

/** The longest ciphertext that KMS takes, in bytes (aws-facts 7). */
export const MAX_CIPHERTEXT_BYTES = 6144;

/** Decrypt: the ciphertext of a symmetric key says which key made it; the same context is needed (aws-facts 3.8). */
export function decrypt(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return async (input, call) => {
    input.refuse("Recipient");
    const context = input.context("EncryptionContext");
    const algorithm = readAlgorithm(input, "EncryptionAlgorithm");
    const dryRun = input.boolean("DryRun");
    checkGrantTokens(services.keyStore, call, input);
    if (ignoresCiphertext(input)) {
      keyForUse(services.keyStore, call, "Decrypt", { reference: input.keyId(), context, conditions: { "kms:encryptionalgorithm": [algorithm] } });
      throw dryRunSucceeded();
    }
    const ciphertext = input.requiredBlob("CiphertextBlob", { min: 1, max: MAX_CIPHERTEXT_BYTES });
    const keyReference = input.string("KeyId", { min: 1, max: 2048 });
    const { key, open } = permitCiphertext(services, call, { operation: "Decrypt", ciphertext, keyReference, algorithm, context });
    const { plaintext, materialId } = await open();
    if (dryRun) throw dryRunSucceeded();
    return { KeyId: key.arn, Plaintext: base64(plaintext), EncryptionAlgorithm: algorithm, KeyMaterialId: materialId };
  };
}
