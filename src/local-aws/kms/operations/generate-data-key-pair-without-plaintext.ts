import { generateDataKeyPairFor } from "#local-aws/kms/data-key.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { base64 } from "#local-aws/protocol/bytes.ts";

/** GenerateDataKeyPairWithoutPlaintext: the same, but only Decrypt will ever show the private key. */
export function generateDataKeyPairWithoutPlaintext(services: Pick<KmsServices, "keyStore" | "random">): KmsOperation {
  return async (input, call) => {
    const { key, keyPairSpec, pair, ciphertextBlob } = await generateDataKeyPairFor(services, "GenerateDataKeyPairWithoutPlaintext", input, call);
    return {
      PrivateKeyCiphertextBlob: base64(ciphertextBlob),
      PublicKey: base64(pair.publicKey),
      KeyId: key.arn,
      KeyPairSpec: keyPairSpec,
      KeyMaterialId: key.currentKeyMaterialId,
    };
  };
}
