import { createHash, createHmac } from "node:crypto";
import { crc32 } from "node:zlib";
import { createCRC32, createCRC64 } from "hash-wasm";
import type { HashAlgorithm, Hasher, Hashing } from "#local-aws/services.ts";

/** Castagnoli's polynomial, reflected. */
const CRC32C_POLYNOMIAL = 0x82f63b78;
/** NVM Express's polynomial, reflected, as hash-wasm takes it: a hexadecimal string. */
const CRC64NVME_POLYNOMIAL = "9a6c9329ac4bc9b5";

type WasmHasher = Awaited<ReturnType<typeof createCRC64>>;

/**
 * Digests on Node's OpenSSL (MD5, SHA-1, SHA-256, HMAC), zlib (CRC32) and hash-wasm (CRC32C, CRC64NVME). Asynchronous because the
 * WebAssembly is compiled once, here.
 */
export async function createNodeHashing(): Promise<Hashing> {
  const [crc32c, crc64nvme] = await Promise.all([createCRC32(CRC32C_POLYNOMIAL), createCRC64(CRC64NVME_POLYNOMIAL)]);
  const makers: Readonly<Record<HashAlgorithm, () => Hasher>> = {
    MD5: () => opensslHasher("md5"),
    SHA1: () => opensslHasher("sha1"),
    SHA256: () => opensslHasher("sha256"),
    CRC32: zlibHasher,
    CRC32C: sharedWasmHashers(crc32c),
    CRC64NVME: sharedWasmHashers(crc64nvme),
  };
  return {
    create: (algorithm) => makers[algorithm](),
    hmacSha256: (key, message) => Uint8Array.from(createHmac("sha256", key).update(message).digest()),
  };
}

function opensslHasher(name: "md5" | "sha1" | "sha256"): Hasher {
  const hash = createHash(name);
  return {
    update: (bytes) => void hash.update(bytes),
    digest: () => Uint8Array.from(hash.digest()),
  };
}

function zlibHasher(): Hasher {
  let value = 0;
  return {
    update: (bytes) => {
      value = crc32(bytes, value);
    },
    digest: () => {
      const digest = new Uint8Array(4);
      new DataView(digest.buffer).setUint32(0, value);
      return digest;
    },
  };
}

/**
 * Any number of running digests over one WebAssembly instance, because making an instance is asynchronous and a digest is needed at
 * once. The instance holds one state at a time; a CRC's state is a few bytes, so changing over costs next to nothing.
 */
function sharedWasmHashers(instance: WasmHasher): () => Hasher {
  interface Running {
    state: Uint8Array;
  }
  let loaded: Running | undefined;
  const fresh = instance.init().save();

  function load(running: Running): void {
    if (loaded === running) return;
    if (loaded !== undefined) loaded.state = instance.save();
    instance.load(running.state);
    loaded = running;
  }

  return () => {
    const running: Running = { state: fresh };
    return {
      update: (bytes) => {
        load(running);
        instance.update(bytes);
      },
      digest: () => {
        load(running);
        loaded = undefined;
        return Uint8Array.from(instance.digest("binary"));
      },
    };
  };
}
