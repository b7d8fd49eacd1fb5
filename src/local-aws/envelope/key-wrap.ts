import { concat } from "#local-aws/protocol/bytes.ts";
import type { Random } from "#local-aws/services.ts";

const NONCE_BYTES = 12;

/** What was stored did not pass its authentication: it, or the row that describes it, is not what was written. */
export class TamperedError extends Error {
  override readonly name = "TamperedError";
}

/** Wraps a key under another by AES-256-GCM; `boundTo` must be given again to unwrap. Returns nonce and ciphertext with tag. */
export async function wrapKey(
  random: Pick<Random, "bytes">,
  wrappingKey: Uint8Array<ArrayBuffer>,
  key: Uint8Array<ArrayBuffer>,
  boundTo: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const nonce = random.bytes(NONCE_BYTES);
  const wrapped = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: boundTo }, await importAes(wrappingKey), key);
  return concat([nonce, new Uint8Array(wrapped)]);
}

/** Unwraps what `wrapKey` made. Throws TamperedError when the key, the wrapped bytes or what they are bound to differ. */
export async function unwrapKey(
  wrappingKey: Uint8Array<ArrayBuffer>,
  wrapped: Uint8Array,
  boundTo: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const [nonce, sealed] = [wrapped.slice(0, NONCE_BYTES), wrapped.slice(NONCE_BYTES)];
  const key = await importAes(wrappingKey);
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce, additionalData: boundTo }, key, sealed));
  } catch (cause) {
    throw new TamperedError("A wrapped data key failed its authentication", { cause });
  }
}

function importAes(key: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]);
}
