import { encryptFor, requireEncryption } from "#local-aws/kms/encrypt-for.ts";
import { readAlgorithm } from "#local-aws/kms/encryption-algorithm.ts";
import type { Context } from "#local-aws/kms/encryption-context.ts";
import { checkGrantTokens } from "#local-aws/kms/grant-tokens.ts";
import { ignoresCiphertext } from "#local-aws/kms/ignored-ciphertext.ts";
import { keyForUse, type KmsCall } from "#local-aws/kms/key-access.ts";
import { dryRunSucceeded } from "#local-aws/kms/kms-errors.ts";
import type { KmsInput } from "#local-aws/kms/kms-input.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { permitCiphertext } from "#local-aws/kms/open-ciphertext.ts";
import { base64 } from "#local-aws/protocol/bytes.ts";
import type { KmsKey } from "#local-aws/world.ts";
import { MAX_CIPHERTEXT_BYTES } from "./decrypt.ts";

/** The key, algorithm and context of one half of a ReEncrypt. */
interface Half {
  readonly reference: string | undefined;
  readonly algorithm: string;
  readonly context: Context;
}

/**
 * ReEncrypt: the plaintext never leaves KMS. The caller needs kms:ReEncryptFrom on the key that made the ciphertext and kms:ReEncryptTo
 * on the new one, which may be the same under another context (aws-facts 3.2, 3.8).
 */
export function reEncrypt(services: Pick<KmsServices, "keyStore" | "random">): KmsOperation {
  return async (input, call) => {
    const source = readHalf(input, "Source", input.string("SourceKeyId", { min: 1, max: 2048 }));
    const target = readHalf(input, "Destination", input.keyId("DestinationKeyId"));
    const dryRun = input.boolean("DryRun");
    checkGrantTokens(services.keyStore, call, input);
    if (ignoresCiphertext(input)) {
      const { context } = source;
      keyForUse(services.keyStore, call, "ReEncryptFrom", { reference: input.keyId("SourceKeyId"), context, conditions: conditionsOf(source) });
      destination(services, call, target);
      throw dryRunSucceeded();
    }
    const ciphertext = input.requiredBlob("CiphertextBlob", { min: 1, max: MAX_CIPHERTEXT_BYTES });
    const from = permitCiphertext(services, call, { operation: "ReEncryptFrom", ciphertext, keyReference: source.reference, ...source });
    const to = destination(services, call, target);
    const { plaintext, materialId } = await from.open();
    if (dryRun) throw dryRunSucceeded();
    return {
      CiphertextBlob: base64(await encryptFor(services, to, target.algorithm, plaintext, target.context)),
      SourceKeyId: from.key.arn,
      KeyId: to.arn,
      SourceEncryptionAlgorithm: source.algorithm,
      DestinationEncryptionAlgorithm: target.algorithm,
      SourceKeyMaterialId: materialId,
      DestinationKeyMaterialId: to.currentKeyMaterialId,
    };
  };
}

function readHalf(input: KmsInput, half: "Source" | "Destination", reference: string | undefined): Half {
  return { reference, algorithm: readAlgorithm(input, `${half}EncryptionAlgorithm`), context: input.context(`${half}EncryptionContext`) };
}

function destination(services: Pick<KmsServices, "keyStore">, call: KmsCall, half: Half): KmsKey {
  const { reference = "", algorithm, context } = half;
  const key = keyForUse(services.keyStore, call, "ReEncryptTo", { reference, context, conditions: conditionsOf(half) });
  requireEncryption(key, algorithm, context);
  return key;
}

function conditionsOf({ algorithm }: Half) {
  return { "kms:encryptionalgorithm": [algorithm] };
}
