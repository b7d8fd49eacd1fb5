import { generateDataKeyPairFor } from "#local-aws/kms/data-key.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { base64 } from "#local-aws/protocol/bytes.ts";

/** GenerateDataKeyPair: a key pair whose private key is encrypted under the symmetric key and the context. */
export function generateDataKeyPair(services: Pick<KmsServices, "keyStore" | "random">): KmsOperation {
  return async (input, call) => {
    const { key, keyPairSpec, pair, ciphertextBlob } = await generateDataKeyPairFor(services, "GenerateDataKeyPair", input, call);
    return {
      PrivateKeyCiphertextBlob: base64(ciphertextBlob),
      PrivateKeyPlaintext: base64(pair.secret),
      PublicKey: base64(pair.publicKey),
      KeyId: key.arn,
      KeyPairSpec: keyPairSpec,
      KeyMaterialId: key.currentKeyMaterialId,
    };
  };
}
