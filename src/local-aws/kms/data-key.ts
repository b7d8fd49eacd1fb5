import type { KmsKey } from "#local-aws/world.ts";
import type { Context } from "./encryption-context.ts";
import { checkGrantTokens } from "./grant-tokens.ts";
import { keyForUse } from "./key-access.ts";
import type { KmsCall } from "./key-access.ts";
import { encryptUnder } from "./key-cryptography.ts";
import { type KeyPair, newKeyPair } from "./key-secrets.ts";
import { dryRunSucceeded, unsupported, validation } from "./kms-errors.ts";
import type { KmsInput } from "./kms-input.ts";
import type { KmsServices } from "./kms-operation.ts";

/** A data key, in the clear and as the KMS key encrypted it. */
export interface DataKey {
  readonly key: KmsKey;
  readonly plaintext: Uint8Array<ArrayBuffer>;
  readonly ciphertextBlob: Uint8Array<ArrayBuffer>;
}

/** A data key pair; what is encrypted is its private key (PKCS #8). */
export interface DataKeyPair {
  readonly key: KmsKey;
  readonly keyPairSpec: string;
  readonly pair: KeyPair;
  readonly ciphertextBlob: Uint8Array<ArrayBuffer>;
}

const KEY_PAIR_SPECS = [
  "RSA_2048",
  "RSA_3072",
  "RSA_4096",
  "ECC_NIST_P256",
  "ECC_NIST_P384",
  "ECC_NIST_P521",
  "ECC_SECG_P256K1",
  "SM2",
  "ECC_NIST_EDWARDS25519",
];

/** Makes a data key of `length` bytes and encrypts it under the key and the context (aws-facts 3.8). */
export async function makeDataKey(
  services: Pick<KmsServices, "keyStore" | "random">,
  key: KmsKey,
  length: number,
  context: Context,
): Promise<DataKey> {
  const plaintext = services.random.bytes(length);
  return { key, plaintext, ciphertextBlob: await encryptUnder(services, key, plaintext, context) };
}

/** What GenerateDataKey and GenerateDataKeyWithoutPlaintext share: all but the answer (aws-facts 3.8). */
export async function generateDataKeyFor(
  services: Pick<KmsServices, "keyStore" | "random">,
  operation: "GenerateDataKey" | "GenerateDataKeyWithoutPlaintext",
  input: KmsInput,
  call: KmsCall,
): Promise<DataKey> {
  input.refuse("Recipient");
  const reference = input.keyId();
  const length = readLength(input);
  const context = input.context("EncryptionContext");
  const dryRun = input.boolean("DryRun");
  checkGrantTokens(services.keyStore, call, input);
  const key = keyForUse(services.keyStore, call, operation, { reference, context });
  if (dryRun) throw dryRunSucceeded();
  return makeDataKey(services, key, length, context);
}

/** What GenerateDataKeyPair and GenerateDataKeyPairWithoutPlaintext share: all but the answer. */
export async function generateDataKeyPairFor(
  services: Pick<KmsServices, "keyStore" | "random">,
  operation: "GenerateDataKeyPair" | "GenerateDataKeyPairWithoutPlaintext",
  input: KmsInput,
  call: KmsCall,
): Promise<DataKeyPair> {
  input.refuse("Recipient");
  const reference = input.keyId();
  const keyPairSpec = input.requiredString("KeyPairSpec", { oneOf: KEY_PAIR_SPECS });
  const context = input.context("EncryptionContext");
  const dryRun = input.boolean("DryRun");
  checkGrantTokens(services.keyStore, call, input);
  const key = keyForUse(services.keyStore, call, operation, { reference, context, conditions: { "kms:datakeypairspec": [keyPairSpec] } });
  if (dryRun) throw dryRunSucceeded();
  const pair = await newKeyPair(keyPairSpec);
  if (pair === undefined) throw unsupported(`Keyseal's local stand-in for AWS KMS makes no ${keyPairSpec} key pairs: WebCrypto has none.`);
  return { key, keyPairSpec, pair, ciphertextBlob: await encryptUnder(services, key, pair.secret, context) };
}

/** Either `KeySpec` or `NumberOfBytes` says how long the data key is. */
function readLength(input: KmsInput): number {
  const keySpec = input.string("KeySpec", { oneOf: ["AES_256", "AES_128"] });
  const numberOfBytes = input.integer("NumberOfBytes", { min: 1, max: 1024 });
  if ((keySpec === undefined) === (numberOfBytes === undefined)) {
    throw validation("Please specify either number of bytes or key spec.");
  }
  return numberOfBytes ?? (keySpec === "AES_256" ? 32 : 16);
}
