import { nodeAesGcm } from "#local-aws/adapters/node-aes-gcm.ts";
import { createNodeHashing } from "#local-aws/adapters/node-hashing.ts";
import { systemRandom } from "#local-aws/adapters/node-services.ts";
import { createTrail } from "#local-aws/cloudtrail/trail.ts";
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
  const clock = { now: () => now };
  const { metadata, trail } = createTrail({ clock, random: systemRandom, metadata: createMemoryMetadata() });
  return {
    services: {
      clock,
      random: systemRandom,
      hashing: await createNodeHashing(),
      aesGcm: nodeAesGcm,
      metadata,
      trail,
      keyStore: createMemoryMetadata(),
      blobs: createMemoryBlobs(systemRandom),
      settings: { openCors: false, requireTls: false, cloudTrailDelayMs: 0, cloudTrailThrottle: false, faults: false, allowedHosts: ["localhost", "*.localhost", "127.0.0.1", "::1"], ...settings },
    },
    advance: (milliseconds) => {
      now += milliseconds;
    },
  };
}
