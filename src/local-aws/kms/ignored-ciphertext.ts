import { validation } from "./kms-errors.ts";
import type { KmsInput } from "./kms-input.ts";

/** Whether a dry run of Decrypt or ReEncrypt asks of the permission only: `DryRunModifiers` has IGNORE_CIPHERTEXT. */
export function ignoresCiphertext(input: KmsInput): boolean {
  const modifiers = input.strings("DryRunModifiers", { max: 1 }, { oneOf: ["IGNORE_CIPHERTEXT"] });
  if (modifiers.length === 0) return false;
  if (!input.boolean("DryRun")) throw validation("DryRunModifiers can be specified only when DryRun is true.");
  return true;
}
