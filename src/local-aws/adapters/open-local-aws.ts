import { createTrail, MAX_EVENTS_IN_MEMORY } from "#local-aws/cloudtrail/trail.ts";
import { createLocalAws, type LocalAws } from "#local-aws/handler.ts";
import { seedDemoWorld } from "#local-aws/seed.ts";
import { DEFAULT_SETTINGS, type LocalAwsSettings, type Services } from "#local-aws/services.ts";
import { liveBlobIds, sweepOrphanedBlobs } from "#local-aws/store/live-blobs.ts";
import { createMemoryBlobs } from "#local-aws/store/memory-blobs.ts";
import { createMemoryMetadata } from "#local-aws/store/memory-metadata.ts";
import { openDataFolder } from "./data-folder.ts";
import { openFileBlobs } from "./file-blobs.ts";
import { openLmdbMetadata } from "./lmdb-metadata.ts";
import { nodeAesGcm } from "./node-aes-gcm.ts";
import { createNodeHashing } from "./node-hashing.ts";
import { systemClock, systemRandom } from "./node-services.ts";
import { type TlsCertificate, tlsCertificate } from "./tls-certificate.ts";

/** How long AWS's events typically take to show (aws-facts 6.1 row 9). */
const REALISTIC_TRAIL_DELAY_MS = 5 * 60 * 1000;

/** A stand-in with its stores open. */
export interface OpenLocalAws {
  readonly localAws: LocalAws;
  /** The certificate of `--tls`, made when it is first asked for. */
  certificate(): Promise<TlsCertificate>;
  /** Closes the stores; call it when no request is in flight any more. */
  close(): Promise<void>;
}

/** How to open a stand-in. */
export interface OpenOptions {
  /** The data folder; undefined keeps everything in memory. */
  readonly folder: string | undefined;
  /** Empty the folder first. */
  readonly reset: boolean;
  readonly openCors: boolean;
  readonly requireTls: boolean;
  /** Answer as slowly as AWS does where that matters: CloudTrail's delay and its throttle. */
  readonly realistic: boolean;
  /** Take faults on demand. */
  readonly faults: boolean;
  /** Origins that the demo buckets' CORS lets in. */
  readonly consoleOrigins: readonly string[];
}

/**
 * Opens the stores, sweeps what a killed process left behind, and makes the demo world where it is not there yet.
 * @throws DataFolderError when the folder is not ours or in use.
 */
export async function openLocalAws(options: OpenOptions): Promise<OpenLocalAws> {
  const settings: LocalAwsSettings = {
    ...DEFAULT_SETTINGS,
    openCors: options.openCors,
    requireTls: options.requireTls,
    cloudTrailDelayMs: options.realistic ? REALISTIC_TRAIL_DELAY_MS : 0,
    cloudTrailThrottle: options.realistic,
    faults: options.faults,
  };
  const open = options.folder === undefined ? memoryStores() : await folderStores(options.folder, options.reset);
  try {
    const { metadata, trail } = createTrail({ clock: systemClock, random: systemRandom, metadata: open.stores.metadata, ...(options.folder === undefined && { maxEvents: MAX_EVENTS_IN_MEMORY }) });
    const base = { clock: systemClock, random: systemRandom, hashing: await createNodeHashing(), aesGcm: nodeAesGcm, settings };
    const services: Services = { ...base, ...open.stores, metadata, trail };
    await sweepOrphanedBlobs(services.blobs, liveBlobIds(services.metadata));
    await seedDemoWorld(services, { consoleOrigins: options.consoleOrigins });
    const certificate = (): Promise<TlsCertificate> => tlsCertificate(open.tls, services.clock.now());
    const localAws = createLocalAws(services);
    const close = async (): Promise<void> => {
      await localAws.stop();
      await trail.flush();
      await open.close();
    };
    return { localAws, certificate, close };
  } catch (error) {
    await open.close();
    throw error;
  }
}

interface OpenStores {
  readonly stores: Pick<Services, "metadata" | "keyStore" | "blobs">;
  /** Folder of the certificate. */
  readonly tls?: string;
  close(): Promise<void>;
}

function memoryStores(): OpenStores {
  const stores = { metadata: createMemoryMetadata(), keyStore: createMemoryMetadata(), blobs: createMemoryBlobs(systemRandom) };
  return { stores, close: async () => undefined };
}

async function folderStores(path: string, reset: boolean): Promise<OpenStores> {
  const folder = await openDataFolder(path, { reset });
  const [metadata, keyStore] = [await openLmdbMetadata(folder.s3), await openLmdbMetadata(folder.kms)];
  return {
    stores: { metadata, keyStore, blobs: await openFileBlobs(folder.blobs, systemRandom) },
    tls: folder.tls,
    async close() {
      await Promise.all([metadata.close(), keyStore.close()]);
      await folder.release();
    },
  };
}
