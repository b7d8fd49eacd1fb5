import { createCRC32, createCRC64, createSHA1, createSHA256, type IHasher } from "hash-wasm";
import type { ChecksumAlgorithm } from "#domain/object.ts";

/** Bytes read at a time: parts of very large objects are gigabytes, memory is not. */
const SLICE_BYTES = 4 * 1024 ** 2;

const CREATE: Readonly<Record<ChecksumAlgorithm, () => Promise<IHasher>>> = {
  CRC64NVME: () => createCRC64("9a6c9329ac4bc9b5"),
  CRC32: () => createCRC32(),
  CRC32C: () => createCRC32(0x82f63b78),
  SHA256: () => createSHA256(),
  SHA1: () => createSHA1(),
};

/** Digest of a blob, read slice by slice. Rejects with what the browser throws when the file behind it cannot be read any more. */
export async function hashBlob(blob: Blob, algorithm: ChecksumAlgorithm): Promise<Uint8Array> {
  const hasher = await CREATE[algorithm]();
  for (let offset = 0; offset < blob.size; offset += SLICE_BYTES) {
    hasher.update(new Uint8Array(await blob.slice(offset, offset + SLICE_BYTES).arrayBuffer()));
  }
  return hasher.digest("binary");
}
