import type { Services } from "#local-aws/services.ts";
import type { KmsKeyMaterial } from "#local-aws/world.ts";

/** The secret of an HMAC key, or a key pair: PKCS #8 and SubjectPublicKeyInfo. */
export type KeySecret = Pick<KmsKeyMaterial, "publicKey"> & { readonly secret: Uint8Array<ArrayBuffer> };

/** A key pair that KMS generates. */
export interface KeyPair extends KeySecret {
  readonly publicKey: Uint8Array<ArrayBuffer>;
}

const RSA_BITS: Readonly<Partial<Record<string, number>>> = { RSA_2048: 2048, RSA_3072: 3072, RSA_4096: 4096 };
const CURVES: Readonly<Partial<Record<string, "P-256" | "P-384" | "P-521">>> = { ECC_NIST_P256: "P-256", ECC_NIST_P384: "P-384", ECC_NIST_P521: "P-521" };
const HMAC_BYTES: Readonly<Partial<Record<string, number>>> = { HMAC_224: 28, HMAC_256: 32, HMAC_384: 48, HMAC_512: 64 };

/** The curve of an elliptic-curve KeySpec, as WebCrypto names it; undefined for curves that it does not have. */
export function curveOf(keySpec: string): string | undefined {
  return CURVES[keySpec];
}

/** Bytes of the modulus of an RSA KeySpec; undefined for other kinds. */
export function modulusBytesOf(keySpec: string): number | undefined {
  const bits = RSA_BITS[keySpec];
  return bits === undefined ? undefined : bits / 8;
}

/** Bytes of the secret of a KeySpec whose key is one secret: SYMMETRIC_DEFAULT and the HMAC ones. */
export function secretBytesOf(keySpec: string): number | undefined {
  return keySpec === "SYMMETRIC_DEFAULT" ? 32 : HMAC_BYTES[keySpec];
}

/** Makes the secret of an HMAC or asymmetric key; undefined for the KeySpecs that WebCrypto cannot make. */
export async function newKeySecret(services: Pick<Services, "random">, keySpec: string): Promise<KeySecret | undefined> {
  const length = HMAC_BYTES[keySpec];
  return length === undefined ? newKeyPair(keySpec) : { secret: services.random.bytes(length) };
}

/** Makes a key pair; undefined for the KeySpecs that WebCrypto cannot make. */
export async function newKeyPair(keySpec: string): Promise<KeyPair | undefined> {
  const pair = await generate(keySpec);
  if (pair === undefined) return undefined;
  const [secret, publicKey] = await Promise.all([crypto.subtle.exportKey("pkcs8", pair.privateKey), crypto.subtle.exportKey("spki", pair.publicKey)]);
  return { secret: new Uint8Array(secret), publicKey: new Uint8Array(publicKey) };
}

/** The algorithm is of no matter here: PKCS #8 and SubjectPublicKeyInfo say RSA or elliptic curve, not what the key is for. */
async function generate(keySpec: string): Promise<CryptoKeyPair | undefined> {
  const modulusLength = RSA_BITS[keySpec];
  const namedCurve = CURVES[keySpec];
  if (modulusLength !== undefined) {
    const rsa = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", modulusLength, publicExponent: Uint8Array.of(1, 0, 1) };
    return crypto.subtle.generateKey(rsa, true, ["sign", "verify"]);
  }
  return namedCurve === undefined ? undefined : crypto.subtle.generateKey({ name: "ECDSA", namedCurve }, true, ["sign", "verify"]);
}
