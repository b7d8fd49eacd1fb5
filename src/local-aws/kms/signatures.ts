import type { ConditionValues } from "#local-aws/iam/authorize.ts";
import type { MetadataReader } from "#local-aws/store/metadata-store.ts";
import type { KmsKey } from "#local-aws/world.ts";
import { derOfRaw, rawOfDer } from "./der-signature.ts";
import { requireAlgorithm } from "./encryption-algorithm.ts";
import { curveOf } from "./key-secrets.ts";
import { KEY_SPECS } from "./key-specs.ts";
import { unsupported, validation } from "./kms-errors.ts";
import type { KmsInput } from "./kms-input.ts";
import { publicKeyOf, secretOf } from "./only-material.ts";

const ALGORITHMS = [...new Set([...KEY_SPECS.values()].flatMap((usages) => usages.SIGN_VERIFY?.algorithms ?? []))];
/** Bytes of each number of a signature. */
const CURVE_BYTES: Readonly<Partial<Record<string, number>>> = { "P-256": 32, "P-384": 48, "P-521": 66 };
const HASH = /SHA_(256|384|512)$/;

/** What Sign and Verify are given. */
export interface SigningRequest {
  readonly message: Uint8Array<ArrayBuffer>;
  readonly messageType: string;
  readonly algorithm: string;
}

/** Reads `Message` (1 to 4,096 bytes), `MessageType` and `SigningAlgorithm`. */
export function readSigningRequest(input: KmsInput): SigningRequest {
  const message = input.requiredBlob("Message", { min: 1, max: 4096 });
  const messageType = input.string("MessageType", { oneOf: ["RAW", "DIGEST", "EXTERNAL_MU"] }) ?? "RAW";
  return { message, messageType, algorithm: input.requiredString("SigningAlgorithm", { oneOf: ALGORITHMS }) };
}

/** Condition keys of Sign and Verify. */
export function signingConditions({ algorithm, messageType }: SigningRequest): ConditionValues {
  return { "kms:signingalgorithm": [algorithm], "kms:messagetype": [messageType] };
}

/** Refuses an algorithm that the key has not, and a digest of a wrong length. @throws AwsError InvalidKeyUsageException, ValidationException */
export function requireSigning(key: KmsKey, { algorithm, message, messageType }: SigningRequest): void {
  requireAlgorithm(algorithm, key);
  const digestBytes = Number(HASH.exec(algorithm)?.[1] ?? 0) / 8;
  if (messageType === "DIGEST" && message.length !== digestBytes) throw validation(`Digest is invalid length for algorithm ${algorithm}.`);
  if (messageType !== "RAW") throw unsupported(`Keyseal's local stand-in for AWS KMS signs messages only: WebCrypto takes no ${messageType}.`);
}

/** Signs a message; an ECDSA signature is DER. */
export async function signUnder(reader: MetadataReader, key: KmsKey, { algorithm, message }: SigningRequest): Promise<Uint8Array<ArrayBuffer>> {
  const { imported, operation } = parametersOf(key, algorithm);
  const signer = await crypto.subtle.importKey("pkcs8", secretOf(reader, key), imported, false, ["sign"]);
  const signature = new Uint8Array(await crypto.subtle.sign(operation, signer, message));
  return curveOf(key.keySpec) === undefined ? signature : derOfRaw(signature);
}

/** Whether the key made the signature over the message with that algorithm. */
export async function isSignedBy(
  reader: MetadataReader,
  key: KmsKey,
  { algorithm, message }: SigningRequest,
  signature: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const { imported, operation } = parametersOf(key, algorithm);
  const verifier = await crypto.subtle.importKey("spki", publicKeyOf(reader, key), imported, false, ["verify"]);
  const curve = curveOf(key.keySpec);
  const raw = curve === undefined ? signature : rawOfDer(signature, CURVE_BYTES[curve] ?? 0);
  return raw !== undefined && crypto.subtle.verify(operation, verifier, raw, message);
}

/** How WebCrypto names a signing algorithm of KMS; the salt of RSASSA-PSS is as long as its digest. */
function parametersOf(key: KmsKey, algorithm: string): { readonly imported: EcKeyImportParams | RsaHashedImportParams; readonly operation: EcdsaParams | RsaPssParams } {
  const bits = Number(HASH.exec(algorithm)?.[1] ?? 256);
  const hash = `SHA-${bits}`;
  const namedCurve = curveOf(key.keySpec);
  if (namedCurve !== undefined) return { imported: { name: "ECDSA", namedCurve }, operation: { name: "ECDSA", hash } };
  const name = algorithm.startsWith("RSASSA_PSS") ? "RSA-PSS" : "RSASSA-PKCS1-v1_5";
  return { imported: { name, hash }, operation: { name, hash, saltLength: bits / 8 } };
}
