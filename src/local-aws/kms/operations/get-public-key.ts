import { checkGrantTokens } from "#local-aws/kms/grant-tokens.ts";
import { keyForUse } from "#local-aws/kms/key-access.ts";
import { KEY_SPECS } from "#local-aws/kms/key-specs.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { publicKeyOf } from "#local-aws/kms/only-material.ts";
import { base64 } from "#local-aws/protocol/bytes.ts";

/** GetPublicKey of an asymmetric key, as SubjectPublicKeyInfo. */
export function getPublicKey(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return async (input, call) => {
    const reference = input.keyId();
    checkGrantTokens(services.keyStore, call, input);
    const key = keyForUse(services.keyStore, call, "GetPublicKey", { reference });
    const usage = KEY_SPECS.get(key.keySpec)?.[key.keyUsage];
    return {
      KeyId: key.arn,
      PublicKey: base64(publicKeyOf(services.keyStore, key)),
      CustomerMasterKeySpec: key.keySpec,
      KeySpec: key.keySpec,
      KeyUsage: key.keyUsage,
      ...(usage && { [usage.member]: usage.algorithms }),
    };
  };
}
