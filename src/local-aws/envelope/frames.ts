import type { AesGcm, GcmParameters } from "#local-aws/services.ts";
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
  /** The frame sealed, in pieces; `frame` may be used again afterwards. */
  seal(frame: Uint8Array, index: number, isLast: boolean): readonly Uint8Array[];
  /** Throws TamperedError when the frame is not the one that was written at this place of this blob. */
  open(frame: Uint8Array, index: number, isLast: boolean): Uint8Array;
}

/**
 * The cipher of one blob: AES-256-GCM under a key derived (HKDF-SHA-256) from the object's data key and the blob's salt. No two
 * blobs share a key, so a frame's nonce is simply its number and whether it is the last: it cannot repeat, and a frame moved, swapped,
 * left out, or taken from another blob does not open. With two layers the second encrypts what the first gave, tag included.
 */
export async function createFrameCipher(aesGcm: AesGcm, dataKey: DataKey, salt: Uint8Array): Promise<FrameCipher> {
  const keys = await Promise.all(dataKey.layers.map((layer, number) => deriveBlobKey(layer, salt, number)));
  const parametersOf = (index: number, isLast: boolean): readonly GcmParameters[] =>
    keys.map((key, layer) => ({
      key,
      nonce: nonceOf(index, isLast),
      boundTo: authenticatedFields("keyseal frame", salt, index, isLast ? 1 : 0, layer),
    }));
  return {
    seal(frame, index, isLast) {
      let pieces: readonly Uint8Array[] = [frame];
      for (const parameters of parametersOf(index, isLast)) pieces = aesGcm.seal(parameters, pieces);
      return pieces;
    },
    open(frame, index, isLast) {
      let bytes: Uint8Array | undefined = frame;
      for (const parameters of parametersOf(index, isLast).toReversed()) bytes &&= aesGcm.open(parameters, bytes);
      if (bytes === undefined) throw new TamperedError(`Frame ${index} of a stored body failed its authentication`);
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

async function deriveBlobKey(dataKey: CryptoKey, salt: Uint8Array, layer: number): Promise<Uint8Array> {
  const info = authenticatedFields("keyseal blob key", layer);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt: salt.slice(), info }, dataKey, 256));
}
