import { nodeAesGcm } from "#local-aws/adapters/node-aes-gcm.ts";
import { createNodeHashing } from "#local-aws/adapters/node-hashing.ts";
import { systemRandom } from "#local-aws/adapters/node-services.ts";
import type { LocalAwsSettings, Services } from "#local-aws/services.ts";
import { createMemoryBlobs } from "#local-aws/store/memory-blobs.ts";
import { createMemoryMetadata } from "#local-aws/store/memory-metadata.ts";

/** Services over empty memory stores, whose clock the test moves. */
export interface MemoryServices {
  readonly services: Services;
  /** Moves the clock forward, in milliseconds. */
  readonly advance: (milliseconds: number) => void;
}

/** @param start where the clock stands at first, in milliseconds since the epoch */
export async function createMemoryServices(start: number, settings: Partial<LocalAwsSettings> = {}): Promise<MemoryServices> {
  let now = start;
  return {
    services: {
      clock: { now: () => now },
      random: systemRandom,
      hashing: await createNodeHashing(),
      aesGcm: nodeAesGcm,
      metadata: createMemoryMetadata(),
      keyStore: createMemoryMetadata(),
      blobs: createMemoryBlobs(systemRandom),
      settings: { openCors: false, requireTls: false, allowedHosts: ["localhost", "*.localhost", "127.0.0.1", "::1"], ...settings },
    },
    advance: (milliseconds) => {
      now += milliseconds;
    },
  };
}
