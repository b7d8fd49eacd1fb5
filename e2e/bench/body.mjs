/** The bytes that the bench sends: one block of 1 MiB again and again, and the digests that a client has to know beforehand. */
import { createCipheriv, createHash } from "node:crypto";
import { crc32 } from "node:zlib";

export const MIB = 1024 ** 2;

/** The same in every process, and nothing that compresses. */
export const bodyBlock = createCipheriv("aes-256-ctr", Buffer.alloc(32, "keyseal"), Buffer.alloc(16)).update(Buffer.alloc(MIB));

/** SHA-256 in hexadecimal and CRC32 in base64 of `blocks` blocks. */
export function bodyDigests(blocks) {
  const sha256 = createHash("sha256");
  let crc = 0;
  for (let block = 0; block < blocks; block += 1) {
    sha256.update(bodyBlock);
    crc = crc32(bodyBlock, crc);
  }
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc);
  return { sha256: sha256.digest("hex"), crc32: bytes.toString("base64") };
}
