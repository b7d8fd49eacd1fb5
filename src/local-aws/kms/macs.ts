import type { MetadataReader } from "#local-aws/store/metadata-store.ts";
import type { KmsKey } from "#local-aws/world.ts";
import { unsupported } from "./kms-errors.ts";
import { secretOf } from "./only-material.ts";

export const MAC_ALGORITHMS = ["HMAC_SHA_224", "HMAC_SHA_256", "HMAC_SHA_384", "HMAC_SHA_512"];

/** The HMAC of a message under an HMAC key. @throws AwsError UnsupportedOperationException for HMAC_SHA_224, which WebCrypto has not */
export async function macUnder(reader: MetadataReader, key: KmsKey, algorithm: string, message: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const bits = algorithm.slice("HMAC_SHA_".length);
  if (bits === "224") throw unsupported("Keyseal's local stand-in for AWS KMS does not compute HMAC_SHA_224: WebCrypto has no SHA-224.");
  const hmac = await crypto.subtle.importKey("raw", secretOf(reader, key), { name: "HMAC", hash: `SHA-${bits}` }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", hmac, message));
}
