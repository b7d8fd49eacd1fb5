import { concat, fromHex, hex, utf8 } from "#local-aws/protocol/bytes.ts";

/**
 * A ciphertext of KMS describes itself: it names the key and the generation of its material that made it, so Decrypt needs no
 * KeyId and old ciphertexts outlive rotations (aws-facts 3.7, 3.8). The context is not in it (aws-facts 2.3).
 */
export interface CiphertextBlob {
  readonly keyArn: string;
  /** 64 hex digits: which material of the key encrypted this. */
  readonly materialId: string;
  /** 12 bytes, random, never used twice with one material. */
  readonly nonce: Uint8Array<ArrayBuffer>;
  /** AES-256-GCM ciphertext with its 16-byte tag. */
  readonly sealed: Uint8Array<ArrayBuffer>;
}

const VERSION = 1;
export const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const MATERIAL_ID_BYTES = 32;

/**
 * Layout: version (1), ARN length (2, big-endian), ARN, material id (32), nonce (12), ciphertext and tag (the rest).
 * @throws RangeError when `materialId` is not 64 hex digits: a fault of the key store
 */
export function encodeCiphertextBlob(blob: CiphertextBlob): Uint8Array<ArrayBuffer> {
  const arn = utf8(blob.keyArn);
  const materialId = fromHex(blob.materialId);
  if (materialId?.length !== MATERIAL_ID_BYTES) throw new RangeError(`Not a key material id: ${blob.materialId}`);
  const header = Uint8Array.of(VERSION, arn.length >> 8, arn.length & 0xff);
  return concat([header, arn, materialId, blob.nonce, blob.sealed]);
}

/** Reads a blob; undefined where the bytes cannot be one of ours. Whether they are genuine, only decryption tells. */
export function decodeCiphertextBlob(bytes: Uint8Array): CiphertextBlob | undefined {
  if (bytes.length < 3 || bytes[0] !== VERSION) return undefined;
  const arnLength = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint16(1);
  const material = 3 + arnLength;
  const nonce = material + MATERIAL_ID_BYTES;
  const sealed = nonce + NONCE_BYTES;
  if (bytes.length < sealed + TAG_BYTES) return undefined;
  const keyArn = readAscii(bytes.subarray(3, material));
  if (keyArn === undefined) return undefined;
  return {
    keyArn,
    materialId: hex(bytes.subarray(material, nonce)),
    nonce: bytes.slice(nonce, sealed),
    sealed: bytes.slice(sealed),
  };
}

function readAscii(bytes: Uint8Array): string | undefined {
  return bytes.every((byte) => byte >= 0x21 && byte <= 0x7e) ? String.fromCharCode(...bytes) : undefined;
}
