import type { KmsKey } from "#local-aws/world.ts";
import type { AskedOfKey } from "./authorize-key.ts";
import type { CiphertextBlob } from "./ciphertext-blob.ts";
import { requireEncryption } from "./encrypt-for.ts";
import type { Context } from "./encryption-context.ts";
import { requireUse, resolveKey } from "./key-access.ts";
import type { CryptographicOperation, KmsCall } from "./key-access.ts";
import { decryptUnder, readCiphertext } from "./key-cryptography.ts";
import { isMultiRegionId, readKeyIdentifier } from "./key-identifiers.ts";
import { findKey } from "./key-rows.ts";
import { SYMMETRIC_DEFAULT } from "./key-specs.ts";
import { accessDenied, incorrectKey, validation } from "./kms-errors.ts";
import type { KmsServices } from "./kms-operation.ts";
import { rsaDecrypt } from "./rsa-encryption.ts";

/** What Decrypt and the first half of ReEncrypt are asked. */
export interface CiphertextRequest {
  readonly operation: Extract<CryptographicOperation, "Decrypt" | "ReEncryptFrom">;
  readonly ciphertext: Uint8Array<ArrayBuffer>;
  /** The key that the caller says made it; optional for symmetric keys. */
  readonly keyReference: string | undefined;
  readonly algorithm: string;
  readonly context: Context;
}

/** A ciphertext whose key the caller may use, not opened yet. */
export interface PermittedCiphertext {
  readonly key: KmsKey;
  /** Decrypts. `materialId` is undefined for an RSA key. @throws AwsError InvalidCiphertextException */
  readonly open: () => Promise<{ readonly plaintext: Uint8Array<ArrayBuffer>; readonly materialId: string | undefined }>;
}

/**
 * Finds the key that made a ciphertext, and checks that the caller may use it (aws-facts 3.8).
 * @throws AwsError InvalidCiphertextException for what is no ciphertext; IncorrectKeyException when the caller names another key;
 * AccessDeniedException, as AWS answers, when the key that made it is not here (any more)
 */
export function permitCiphertext(services: Pick<KmsServices, "keyStore">, call: KmsCall, request: CiphertextRequest): PermittedCiphertext {
  const { operation, ciphertext, keyReference, algorithm, context } = request;
  const { keyStore } = services;
  const asked: AskedOfKey = { reference: keyReference, context, conditions: { "kms:encryptionalgorithm": [algorithm] } };
  const named = keyReference === undefined ? undefined : resolveKey(keyStore, call, `kms:${operation}`, keyReference, "key-or-alias");
  if (algorithm !== SYMMETRIC_DEFAULT) {
    if (named === undefined) throw validation("KeyId is required when the ciphertext was encrypted under an asymmetric KMS key.");
    requireUse(keyStore, call, operation, named, asked);
    requireEncryption(named, algorithm, context);
    return { key: named, open: async () => ({ plaintext: await rsaDecrypt(keyStore, named, algorithm, ciphertext), materialId: undefined }) };
  }
  const blob = readCiphertext(ciphertext);
  if (named !== undefined && !made(named, blob)) throw incorrectKey();
  const key = named ?? keyThatMade(services, call, blob);
  requireUse(keyStore, call, operation, key, asked);
  return { key, open: async () => ({ plaintext: await decryptUnder(keyStore, key, blob, context), materialId: blob.materialId }) };
}

/** Replicas of a multi-Region key have its id and its material: what one encrypted, each of them decrypts. */
function made(key: KmsKey, blob: CiphertextBlob): boolean {
  const [, , , region, accountId, resource] = blob.keyArn.split(":");
  return accountId === key.accountId && resource === `key/${key.keyId}` && (region === key.region || key.multiRegion);
}

function keyThatMade(services: Pick<KmsServices, "keyStore">, call: KmsCall, blob: CiphertextBlob): KmsKey {
  const [, , , region = "", accountId = ""] = blob.keyArn.split(":");
  const identifier = readKeyIdentifier(blob.keyArn, { region, accountId });
  const isHere = identifier.type === "key" && (region === call.region || isMultiRegionId(identifier.keyId));
  const key = isHere ? findKey(services.keyStore, call.region, identifier.keyId) : undefined;
  if (key?.accountId === accountId) return key;
  throw accessDenied(
    "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.",
  );
}
