import type { KmsKey } from "#local-aws/world.ts";
import { requireAlgorithm } from "./encryption-algorithm.ts";
import type { Context } from "./encryption-context.ts";
import { encryptUnder } from "./key-cryptography.ts";
import { isSymmetricEncryptionKey } from "./key-specs.ts";
import { validation } from "./kms-errors.ts";
import type { KmsServices } from "./kms-operation.ts";
import { rsaEncrypt } from "./rsa-encryption.ts";

/** Refuses an algorithm that the key has not, and a context for an asymmetric key, which cannot bind one (aws-facts 2.3). */
export function requireEncryption(key: KmsKey, algorithm: string, context: Context): void {
  requireAlgorithm(algorithm, key);
  if (!isSymmetricEncryptionKey(key) && Object.keys(context).length > 0) {
    throw validation("EncryptionContext is supported only on operations with symmetric encryption KMS keys.");
  }
}

/** Encrypts under a symmetric key with its context, or to the public key of an RSA one. */
export async function encryptFor(
  services: Pick<KmsServices, "keyStore" | "random">,
  key: KmsKey,
  algorithm: string,
  plaintext: Uint8Array<ArrayBuffer>,
  context: Context,
): Promise<Uint8Array<ArrayBuffer>> {
  if (isSymmetricEncryptionKey(key)) return encryptUnder(services, key, plaintext, context);
  return rsaEncrypt(services.keyStore, key, algorithm, plaintext);
}
