import type { KmsKey } from "#local-aws/world.ts";
import type { Context } from "./encryption-context.ts";
import { keyForUse } from "./key-access.ts";
import type { KmsCall } from "./key-access.ts";
import { encryptUnder } from "./key-cryptography.ts";
import { dryRunSucceeded, validation } from "./kms-errors.ts";
import type { KmsInput } from "./kms-input.ts";
import type { KmsServices } from "./kms-operation.ts";

/** A data key, in the clear and as the KMS key encrypted it. */
export interface DataKeyPair {
  readonly key: KmsKey;
  readonly plaintext: Uint8Array<ArrayBuffer>;
  readonly ciphertextBlob: Uint8Array<ArrayBuffer>;
}

/** Makes a data key of `length` bytes and encrypts it under the key and the context (aws-facts 3.8). */
export async function makeDataKey(
  services: Pick<KmsServices, "keyStore" | "random">,
  key: KmsKey,
  length: number,
  context: Context,
): Promise<DataKeyPair> {
  const plaintext = services.random.bytes(length);
  return { key, plaintext, ciphertextBlob: await encryptUnder(services, key, plaintext, context) };
}

/** What GenerateDataKey and GenerateDataKeyWithoutPlaintext share: all but the answer (aws-facts 3.8). */
export async function generateDataKeyFor(
  services: Pick<KmsServices, "keyStore" | "random">,
  operation: "GenerateDataKey" | "GenerateDataKeyWithoutPlaintext",
  input: KmsInput,
  call: KmsCall,
): Promise<DataKeyPair> {
  input.refuse("Recipient");
  const reference = input.keyId();
  const length = readLength(input);
  const context = input.context("EncryptionContext");
  const dryRun = input.boolean("DryRun");
  const key = keyForUse(services.keyStore, call, operation, reference);
  if (dryRun) throw dryRunSucceeded();
  return makeDataKey(services, key, length, context);
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
