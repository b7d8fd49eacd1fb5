import type { MetadataReader } from "#local-aws/store/metadata-store.ts";
import type { KmsKey } from "#local-aws/world.ts";
import { findMaterial, ONLY_MATERIAL } from "./key-material.ts";
import { unsupported } from "./kms-errors.ts";

/**
 * The secret of an HMAC key, or the private key (PKCS #8) of an asymmetric one.
 * @throws AwsError UnsupportedOperationException for the KeySpecs that WebCrypto has not, whose keys have no material here
 */
export function secretOf(reader: MetadataReader, key: KmsKey): Uint8Array<ArrayBuffer> {
  const secret = findMaterial(reader, key, ONLY_MATERIAL)?.secret;
  if (secret === undefined) throw holdsNoMaterial(key);
  return new Uint8Array(secret);
}

/** The public key (SubjectPublicKeyInfo) of an asymmetric key. @throws AwsError as `secretOf` */
export function publicKeyOf(reader: MetadataReader, key: KmsKey): Uint8Array<ArrayBuffer> {
  const publicKey = findMaterial(reader, key, ONLY_MATERIAL)?.publicKey;
  if (publicKey === undefined) throw holdsNoMaterial(key);
  return new Uint8Array(publicKey);
}

/** Loud on purpose: what the stand-in cannot compute must never look as if it had been. */
function holdsNoMaterial(key: KmsKey): Error {
  return unsupported(`Keyseal's local stand-in for AWS KMS holds no ${key.keySpec} material: WebCrypto has no such keys.`);
}
