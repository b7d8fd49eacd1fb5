import { IMPORT_PARAMETERS_LAST_MS, saveImportParameters } from "#local-aws/kms/import-parameters.ts";
import { permittedKey } from "#local-aws/kms/key-access.ts";
import { epochSeconds } from "#local-aws/kms/key-metadata.ts";
import { newKeyPair } from "#local-aws/kms/key-secrets.ts";
import { requireNotPendingDeletion } from "#local-aws/kms/key-states.ts";
import { unsupported } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { base64 } from "#local-aws/protocol/bytes.ts";

const ACTION = "kms:GetParametersForImport";
const WRAPPING_ALGORITHMS = [
  "RSAES_PKCS1_V1_5",
  "RSAES_OAEP_SHA_1",
  "RSAES_OAEP_SHA_256",
  "RSA_AES_KEY_WRAP_SHA_1",
  "RSA_AES_KEY_WRAP_SHA_256",
  "SM2PKE",
];

/** GetParametersForImport: a wrapping key and a token, both good for 24 hours. It wraps by RSAES_OAEP; other ways are refused. */
export function getParametersForImport(services: KmsServices): KmsOperation {
  return async (input, call) => {
    const reference = input.keyId();
    const wrappingAlgorithm = input.requiredString("WrappingAlgorithm", { oneOf: WRAPPING_ALGORITHMS });
    const wrappingKeySpec = input.requiredString("WrappingKeySpec", { oneOf: ["RSA_2048", "RSA_3072", "RSA_4096", "SM2"] });
    const conditions = { "kms:wrappingalgorithm": [wrappingAlgorithm], "kms:wrappingkeyspec": [wrappingKeySpec] };
    const key = permittedKey(services.keyStore, call, ACTION, reference, { conditions });
    if (key.origin !== "EXTERNAL") throw unsupported();
    requireNotPendingDeletion(key);
    const pair = wrappingAlgorithm.startsWith("RSAES_OAEP") ? await newKeyPair(wrappingKeySpec) : undefined;
    if (pair === undefined) {
      throw unsupported(`Keyseal's local stand-in for AWS KMS does not unwrap ${wrappingAlgorithm} with ${wrappingKeySpec}: use RSAES_OAEP_SHA_256 with an RSA key.`);
    }
    const now = services.clock.now();
    const validTo = now + IMPORT_PARAMETERS_LAST_MS;
    const importToken = base64(services.random.bytes(192));
    await services.keyStore.transact((transaction) => {
      saveImportParameters(transaction, key, { importToken, wrappingAlgorithm, wrappingKey: pair.secret, validTo }, now);
    });
    return { KeyId: key.arn, ImportToken: importToken, PublicKey: base64(pair.publicKey), ParametersValidTo: epochSeconds(validTo) };
  };
}
