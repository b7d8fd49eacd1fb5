import { generateDataKeyFor } from "#local-aws/kms/data-key.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { base64 } from "#local-aws/protocol/bytes.ts";

/** GenerateDataKeyWithoutPlaintext: the same, but only Decrypt will ever show the key (aws-facts 3.8). */
export function generateDataKeyWithoutPlaintext(services: Pick<KmsServices, "keyStore" | "random">): KmsOperation {
  return async (input, call) => {
    const { key, ciphertextBlob } = await generateDataKeyFor(services, "GenerateDataKeyWithoutPlaintext", input, call);
    return { CiphertextBlob: base64(ciphertextBlob), KeyId: key.arn, KeyMaterialId: key.currentKeyMaterialId };
  };
}
