import type { Services } from "#local-aws/services.ts";
import type { MetadataReader } from "#local-aws/store/metadata-store.ts";
import type { KmsKey } from "#local-aws/world.ts";
import { NONCE_BYTES, decodeCiphertextBlob, encodeCiphertextBlob } from "./ciphertext-blob.ts";
import type { CiphertextBlob } from "./ciphertext-blob.ts";
import { canonicalContext } from "./encryption-context.ts";
import type { Context } from "./encryption-context.ts";
import { findMaterial } from "./key-material.ts";
import { invalidCiphertext } from "./kms-errors.ts";

/** Encrypts under the key's current material, with the context as additional authenticated data (aws-facts 2.3). */
export async function encryptUnder(
  services: Pick<Services, "keyStore" | "random">,
  key: KmsKey,
  plaintext: Uint8Array<ArrayBuffer>,
  context: Context,
): Promise<Uint8Array<ArrayBuffer>> {
  const materialId = key.currentKeyMaterialId;
  const cipher = materialId === undefined ? undefined : await importMaterial(services.keyStore, key, materialId, "encrypt");
  // The callers have made sure that the key is symmetric and enabled: without material the store itself is damaged.
  if (materialId === undefined || cipher === undefined) throw new Error(`The key store holds no material for ${key.arn}`);
  const nonce = services.random.bytes(NONCE_BYTES);
  const sealed = await crypto.subtle.encrypt(gcm(nonce, context), cipher, plaintext);
  return encodeCiphertextBlob({ keyArn: key.arn, materialId, nonce, sealed: new Uint8Array(sealed) });
}

/** Reads a ciphertext blob. @throws AwsError InvalidCiphertextException (aws-facts 3.8) */
export function readCiphertext(bytes: Uint8Array): CiphertextBlob {
  const blob = decodeCiphertextBlob(bytes);
  if (blob === undefined) throw invalidCiphertext();
  return blob;
}

/**
 * Decrypts under whichever generation of the key's material the blob names.
 * @throws AwsError InvalidCiphertextException, without message, for another context as for damage (aws-facts 3.8)
 */
export async function decryptUnder(
  reader: MetadataReader,
  key: KmsKey,
  blob: CiphertextBlob,
  context: Context,
): Promise<Uint8Array<ArrayBuffer>> {
  const cipher = await importMaterial(reader, key, blob.materialId, "decrypt");
  if (cipher === undefined) throw invalidCiphertext();
  try {
    return new Uint8Array(await crypto.subtle.decrypt(gcm(blob.nonce, context), cipher, blob.sealed));
  } catch {
    throw invalidCiphertext();
  }
}

async function importMaterial(
  reader: MetadataReader,
  key: KmsKey,
  materialId: string,
  use: "encrypt" | "decrypt",
): Promise<CryptoKey | undefined> {
  const secret = findMaterial(reader, key, materialId)?.secret;
  return secret && crypto.subtle.importKey("raw", new Uint8Array(secret), "AES-GCM", false, [use]);
}

function gcm(iv: Uint8Array<ArrayBuffer>, context: Context): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: canonicalContext(context) };
}
