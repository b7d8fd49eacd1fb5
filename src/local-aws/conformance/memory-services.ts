import { nodeAesGcm } from "#local-aws/adapters/node-aes-gcm.ts";
import { createNodeHashing } from "#local-aws/adapters/node-hashing.ts";
import { systemRandom } from "#local-aws/adapters/node-services.ts";
import { createTrail, MAX_EVENTS_IN_MEMORY } from "#local-aws/cloudtrail/trail.ts";
import { DEFAULT_SETTINGS, type LocalAwsSettings, type Services } from "#local-aws/services.ts";
import { createMemoryBlobs } from "#local-aws/store/memory-blobs.ts";
import { createMemoryMetadata } from "#local-aws/store/memory-metadata.ts";

/** Services over empty memory stores, whose clock the test moves. */
export interface MemoryServices {
  readonly services: Services;
  /** Moves the clock forward, in milliseconds. */
  readonly advance: (milliseconds: number) => void;
}

/** @param start where the clock stands until the test moves it, in milliseconds since the epoch; `real`: it goes on by itself */
export async function createMemoryServices(start: number | "real", settings: Partial<LocalAwsSettings> = {}): Promise<MemoryServices> {
  let offset = 0;
  const clock = { now: () => (start === "real" ? Date.now() : start) + offset };
  const { metadata, trail } = createTrail({ clock, random: systemRandom, metadata: createMemoryMetadata(), maxEvents: MAX_EVENTS_IN_MEMORY });
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
      settings: { ...DEFAULT_SETTINGS, ...settings },
    },
    advance: (milliseconds) => {
      offset += milliseconds;
    },
  };
}
