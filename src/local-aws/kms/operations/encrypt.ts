import { encryptFor, requireEncryption } from "#local-aws/kms/encrypt-for.ts";
import { readAlgorithm } from "#local-aws/kms/encryption-algorithm.ts";
import { checkGrantTokens } from "#local-aws/kms/grant-tokens.ts";
import { keyForUse } from "#local-aws/kms/key-access.ts";
import { dryRunSucceeded } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { base64 } from "#local-aws/protocol/bytes.ts";

/** Encrypt: up to 4,096 bytes (aws-facts 3.8). */
export function encrypt(services: Pick<KmsServices, "keyStore" | "random">): KmsOperation {
  return async (input, call) => {
    const reference = input.keyId();
    const plaintext = input.requiredBlob("Plaintext", { min: 1, max: 4096 });
    const context = input.context("EncryptionContext");
    const algorithm = readAlgorithm(input, "EncryptionAlgorithm");
    const dryRun = input.boolean("DryRun");
    checkGrantTokens(services.keyStore, call, input);
    const key = keyForUse(services.keyStore, call, "Encrypt", { reference, context, conditions: { "kms:encryptionalgorithm": [algorithm] } });
    requireEncryption(key, algorithm, context);
    if (dryRun) throw dryRunSucceeded();
    const ciphertextBlob = await encryptFor(services, key, algorithm, plaintext, context);
    return { CiphertextBlob: base64(ciphertextBlob), KeyId: key.arn, EncryptionAlgorithm: algorithm };
  };
}
