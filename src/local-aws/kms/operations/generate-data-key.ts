import { generateDataKeyFor } from "#local-aws/kms/data-key.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { base64 } from "#local-aws/protocol/bytes.ts";

/** GenerateDataKey (aws-facts 3.8). */
export function generateDataKey(services: Pick<KmsServices, "keyStore" | "random">): KmsOperation {
  return async (input, call) => {
    const { key, plaintext, ciphertextBlob } = await generateDataKeyFor(services, "GenerateDataKey", input, call);
    return {
      CiphertextBlob: base64(ciphertextBlob),
      Plaintext: base64(plaintext),
      KeyId: key.arn,
      KeyMaterialId: key.currentKeyMaterialId,
    };
  };
}
