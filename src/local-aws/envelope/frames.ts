import { authenticatedFields, uint32 } from "./bytes.ts";
import type { DataKey } from "./data-key.ts";
import { TamperedError } from "./key-wrap.ts";

/** Plaintext bytes of every frame of a blob but the last, which may be smaller. */
export const FRAME_BYTES = 1024 * 1024;
/** What AES-GCM adds to a frame, per layer. */
const TAG_BYTES = 16;
/** Bytes of a blob's salt (`BodyPart.nonceSalt`). */
export const SALT_BYTES = 32;

/** How many frames a blob of `size` plaintext bytes has: an empty body is one empty frame, so that its emptiness is proven too. */
export function frameCount(size: number): number {
  return Math.max(1, Math.ceil(size / FRAME_BYTES));
}

/** What `layers` layers of encryption add to each frame, in bytes. */
export function frameOverhead(layers: number): number {
  return layers * TAG_BYTES;
}

/** Encrypts and decrypts the frames of one blob. */
export interface FrameCipher {
  seal(frame: Uint8Array<ArrayBuffer>, index: number, isLast: boolean): Promise<Uint8Array<ArrayBuffer>>;
  /** Throws TamperedError when the frame is not the one that was written at this place of this blob. */
  open(frame: Uint8Array<ArrayBuffer>, index: number, isLast: boolean): Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * The cipher of one blob: AES-256-GCM under a key derived (HKDF-SHA-256) from the object's data key and the blob's salt. No two
 * blobs share a key, so a frame's nonce is simply its number and whether it is the last: it cannot repeat, and a frame moved, swapped,
 * left out, or taken from another blob does not open. With two layers the second encrypts what the first gave, tag included.
 */
export async function createFrameCipher(dataKey: DataKey, salt: Uint8Array): Promise<FrameCipher> {
  const layers = await Promise.all(dataKey.layers.map((layer, number) => deriveBlobKey(layer, salt, number)));
  const parameters = (index: number, isLast: boolean, layer: number): AesGcmParams => ({
    name: "AES-GCM",
    iv: nonceOf(index, isLast),
    additionalData: authenticatedFields("keyseal frame", salt, index, isLast ? 1 : 0, layer),
  });
  return {
    async seal(frame, index, isLast) {
      let bytes = frame;
      for (const [layer, key] of layers.entries()) {
        bytes = new Uint8Array(await crypto.subtle.encrypt(parameters(index, isLast, layer), key, bytes));
      }
      return bytes;
    },
    async open(frame, index, isLast) {
      let bytes = frame;
      for (const [layer, key] of [...layers.entries()].toReversed()) {
        try {
          bytes = new Uint8Array(await crypto.subtle.decrypt(parameters(index, isLast, layer), key, bytes));
        } catch (cause) {
          throw new TamperedError(`Frame ${index} of a stored body failed its authentication`, { cause });
        }
      }
      return bytes;
    },
  };
}

/** Eleven bytes of frame number and one that marks the last: a body cut at a frame's edge has no last frame. */
function nonceOf(index: number, isLast: boolean): Uint8Array<ArrayBuffer> {
  const nonce = new Uint8Array(12);
  nonce.set(uint32(index), 7);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

function deriveBlobKey(dataKey: CryptoKey, salt: Uint8Array, layer: number): Promise<CryptoKey> {
  const info = authenticatedFields("keyseal blob key", layer);
  return crypto.subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt: salt.slice(), info }, dataKey, { name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
}
