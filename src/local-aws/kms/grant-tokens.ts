import type { MetadataReader } from "#local-aws/store/metadata-store.ts";
import { findGrantByToken } from "./grant-rows.ts";
import type { KmsCall } from "./key-access.ts";
import { invalidGrantToken } from "./kms-errors.ts";
import type { KmsInput } from "./kms-input.ts";

/**
 * Checks `GrantTokens`, at most 10. On AWS a token makes a fresh grant count at once; here every grant does, so a token changes nothing.
 * @throws AwsError InvalidGrantTokenException for one that stands for no grant
 */
export function checkGrantTokens(reader: MetadataReader, call: KmsCall, input: KmsInput): void {
  for (const token of input.strings("GrantTokens", { max: 10 }, { min: 1, max: 8192 })) {
    if (findGrantByToken(reader, call.region, token) === undefined) throw invalidGrantToken();
  }
}
