import { readAlgorithm, requireAlgorithm } from "#local-aws/kms/encryption-algorithm.ts";
import { keyForUse } from "#local-aws/kms/key-access.ts";
import { encryptUnder } from "#local-aws/kms/key-cryptography.ts";
import { SYMMETRIC_DEFAULT } from "#local-aws/kms/key-specs.ts";
import { dryRunSucceeded } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { openCiphertext } from "#local-aws/kms/open-ciphertext.ts";
import { base64 } from "#local-aws/protocol/bytes.ts";
import { MAX_CIPHERTEXT_BYTES } from "./decrypt.ts";

/**
 * ReEncrypt: the plaintext never leaves KMS. The caller needs kms:ReEncryptFrom on the key that made the ciphertext and kms:ReEncryptTo
 * on the new one, which may be the same under another context (aws-facts 3.2, 3.8).
 */
export function reEncrypt(services: Pick<KmsServices, "keyStore" | "random">): KmsOperation {
  return async (input, call) => {
    const ciphertext = input.requiredBlob("CiphertextBlob", { min: 1, max: MAX_CIPHERTEXT_BYTES });
    const keyReference = input.string("SourceKeyId", { min: 1, max: 2048 });
    const context = input.context("SourceEncryptionContext");
    const destination = input.keyId("DestinationKeyId");
    const destinationContext = input.context("DestinationEncryptionContext");
    const algorithms = [readAlgorithm(input, "SourceEncryptionAlgorithm"), readAlgorithm(input, "DestinationEncryptionAlgorithm")];
    const dryRun = input.boolean("DryRun");

    const source = await openCiphertext(services, call, { operation: "ReEncryptFrom", ciphertext, keyReference, context });
    const target = keyForUse(services.keyStore, call, "ReEncryptTo", destination);
    for (const algorithm of algorithms) requireAlgorithm(algorithm, target);
    if (dryRun) throw dryRunSucceeded();
    return {
      CiphertextBlob: base64(await encryptUnder(services, target, source.plaintext, destinationContext)),
      SourceKeyId: source.key.arn,
      KeyId: target.arn,
      SourceEncryptionAlgorithm: SYMMETRIC_DEFAULT,
      DestinationEncryptionAlgorithm: SYMMETRIC_DEFAULT,
      SourceKeyMaterialId: source.blob.materialId,
      DestinationKeyMaterialId: target.currentKeyMaterialId,
    };
  };
}
