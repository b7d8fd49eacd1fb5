import type { KmsKey } from "#local-aws/world.ts";
import { KEY_SPECS, SYMMETRIC_DEFAULT } from "./key-specs.ts";
import { invalidKeyUsage } from "./kms-errors.ts";
import type { KmsInput } from "./kms-input.ts";

const ALGORITHMS = [SYMMETRIC_DEFAULT, "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256", "SM2PKE"];

/** Reads the algorithm that a request names; SYMMETRIC_DEFAULT when it names none. */
export function readAlgorithm(input: KmsInput, member: string): string {
  return input.string(member, { oneOf: ALGORITHMS }) ?? SYMMETRIC_DEFAULT;
}

/** Refuses an algorithm of encryption, signing or MAC that a key of this kind does not have. @throws AwsError InvalidKeyUsageException */
export function requireAlgorithm(algorithm: string, key: KmsKey): void {
  if (KEY_SPECS.get(key.keySpec)?.[key.keyUsage]?.algorithms.includes(algorithm) === true) return;
  throw invalidKeyUsage(`Algorithm ${algorithm} and key spec ${key.keySpec} are incompatible.`);
}
