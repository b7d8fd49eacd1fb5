import type { KeyUsage, KmsKey } from "#local-aws/world.ts";

/** What one usage of a KeySpec can do: the member of KeyMetadata that lists its algorithms, and the list. */
interface UsageAlgorithms {
  readonly member: "EncryptionAlgorithms" | "SigningAlgorithms" | "MacAlgorithms" | "KeyAgreementAlgorithms";
  readonly algorithms: readonly string[];
}

type KeySpecUsages = Readonly<Partial<Record<KeyUsage, UsageAlgorithms>>>;

const RSA: KeySpecUsages = {
  ENCRYPT_DECRYPT: { member: "EncryptionAlgorithms", algorithms: ["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"] },
  SIGN_VERIFY: {
    member: "SigningAlgorithms",
    algorithms: [
      "RSASSA_PKCS1_V1_5_SHA_256",
      "RSASSA_PKCS1_V1_5_SHA_384",
      "RSASSA_PKCS1_V1_5_SHA_512",
      "RSASSA_PSS_SHA_256",
      "RSASSA_PSS_SHA_384",
      "RSASSA_PSS_SHA_512",
    ],
  },
};

const signing = (...algorithms: readonly string[]): KeySpecUsages => ({
  SIGN_VERIFY: { member: "SigningAlgorithms", algorithms },
});

const nistCurve = (algorithm: string): KeySpecUsages => ({
  ...signing(algorithm),
  KEY_AGREEMENT: { member: "KeyAgreementAlgorithms", algorithms: ["ECDH"] },
});

const mac = (algorithm: string): KeySpecUsages => ({
  GENERATE_VERIFY_MAC: { member: "MacAlgorithms", algorithms: [algorithm] },
});

/** The KeySpec of symmetric encryption keys: the only one that S3 can use (aws-facts 3.3). */
export const SYMMETRIC_DEFAULT = "SYMMETRIC_DEFAULT";

/** Every KeySpec of the API model outside the China Regions, with the usages it may have and their algorithms. */
export const KEY_SPECS: ReadonlyMap<string, KeySpecUsages> = new Map<string, KeySpecUsages>([
  [SYMMETRIC_DEFAULT, { ENCRYPT_DECRYPT: { member: "EncryptionAlgorithms", algorithms: [SYMMETRIC_DEFAULT] } }],
  ["RSA_2048", RSA],
  ["RSA_3072", RSA],
  ["RSA_4096", RSA],
  ["ECC_NIST_P256", nistCurve("ECDSA_SHA_256")],
  ["ECC_NIST_P384", nistCurve("ECDSA_SHA_384")],
  ["ECC_NIST_P521", nistCurve("ECDSA_SHA_512")],
  ["ECC_SECG_P256K1", signing("ECDSA_SHA_256")],
  ["ECC_NIST_EDWARDS25519", signing("ED25519_SHA_512", "ED25519_PH_SHA_512")],
  ["ML_DSA_44", signing("ML_DSA_SHAKE_256")],
  ["ML_DSA_65", signing("ML_DSA_SHAKE_256")],
  ["ML_DSA_87", signing("ML_DSA_SHAKE_256")],
  ["HMAC_224", mac("HMAC_SHA_224")],
  ["HMAC_256", mac("HMAC_SHA_256")],
  ["HMAC_384", mac("HMAC_SHA_384")],
  ["HMAC_512", mac("HMAC_SHA_512")],
]);

/** All usages, in the order of the API model. */
export const KEY_USAGES: readonly KeyUsage[] = ["SIGN_VERIFY", "ENCRYPT_DECRYPT", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"];

/** True for the keys that encrypt and decrypt with one secret: they alone have an encryption context, and rotate. */
export function isSymmetricEncryptionKey(key: Pick<KmsKey, "keySpec">): boolean {
  return key.keySpec === SYMMETRIC_DEFAULT;
}
