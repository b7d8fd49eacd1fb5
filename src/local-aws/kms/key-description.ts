import type { KmsInput } from "./kms-input.ts";

/** Reads `Description`: at most 8,192 characters (aws-facts 7). */
export function readDescription(input: KmsInput): string | undefined {
  return input.string("Description", { max: 8192 });
}
