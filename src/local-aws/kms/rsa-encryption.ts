import type { MetadataReader } from "#local-aws/store/metadata-store.ts";
import type { KmsKey } from "#local-aws/world.ts";
import { modulusBytesOf } from "./key-secrets.ts";
import { invalidCiphertext, validation } from "./kms-errors.ts";
import { publicKeyOf, secretOf } from "./only-material.ts";

const HASHES: Readonly<Partial<Record<string, { readonly hash: "SHA-1" | "SHA-256"; readonly bytes: number }>>> = {
  RSAES_OAEP_SHA_1: { hash: "SHA-1", bytes: 20 },
  RSAES_OAEP_SHA_256: { hash: "SHA-256", bytes: 32 },
};

/** Encrypts with the public key of an RSA key. @throws AwsError ValidationException for more than OAEP can hold */
export async function rsaEncrypt(
  reader: MetadataReader,
  key: KmsKey,
  algorithm: string,
  plaintext: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const { hash, bytes } = hashOf(algorithm);
  const most = (modulusBytesOf(key.keySpec) ?? 0) - 2 * bytes - 2;
  if (plaintext.length > most) throw validation(`Algorithm ${algorithm} and key spec ${key.keySpec} cannot encrypt data larger than ${most} bytes.`);
  const cipher = await crypto.subtle.importKey("spki", publicKeyOf(reader, key), { name: "RSA-OAEP", hash }, false, ["encrypt"]);
  return new Uint8Array(await crypto.subtle.encrypt({ name: "RSA-OAEP" }, cipher, plaintext));
}

/** Decrypts with the private key of an RSA key. @throws AwsError InvalidCiphertextException */
export async function rsaDecrypt(
  reader: MetadataReader,
  key: KmsKey,
  algorithm: string,
  ciphertext: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  return openOaep(secretOf(reader, key), algorithm, ciphertext);
}

/** Decrypts RSAES_OAEP with a private key (PKCS #8). @throws AwsError InvalidCiphertextException */
export async function openOaep(pkcs8: Uint8Array<ArrayBuffer>, algorithm: string, ciphertext: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const { hash } = hashOf(algorithm);
  const cipher = await crypto.subtle.importKey("pkcs8", pkcs8, { name: "RSA-OAEP", hash }, false, ["decrypt"]);
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: "RSA-OAEP" }, cipher, ciphertext));
  } catch {
    throw invalidCiphertext();
  }
}

function hashOf(algorithm: string): { readonly hash: "SHA-1" | "SHA-256"; readonly bytes: number } {
  const known = HASHES[algorithm];
  // The callers have made sure that the key has the algorithm.
  if (known === undefined) throw new RangeError(`${algorithm} is not RSAES_OAEP`);
  return known;
}
