import { type Caller } from "#local-aws/world.ts";
import { authenticatedFields } from "./bytes.ts";
import type { EnvelopeServices } from "./envelope-services.ts";

/**
 * How long S3 goes on with a bucket key before it asks KMS again, in milliseconds. AWS says only "a limited time"
 * (aws-facts 2.7 row 1).
 */
export const BUCKET_KEY_LIFE_MS = 5 * 60 * 1000;

/** A bucket key: a KMS data key that wraps the data keys of many objects of one bucket. */
export interface BucketKey {
  readonly plaintext: Uint8Array<ArrayBuffer>;
  /** The same key as KMS wrapped it: stored beside each object, so that any of them can be read on its own. */
  readonly ciphertextBlob: Uint8Array<ArrayBuffer>;
}

interface Remembered {
  readonly key: Promise<BucketKey>;
  readonly expiresAt: number;
}

interface BucketKeyRequest {
  readonly caller: Caller;
  readonly region: string;
  readonly keyArn: string;
  readonly encryptionContext: Readonly<Record<string, string>>;
}

/** One memory per world: it lives and goes with the key store whose keys it holds. */
const memories = new WeakMap<EnvelopeServices["keyStore"], Map<string, Remembered>>();

/** The bucket key that this requester writes with now. Another requester gets its own, so that KMS sees each (aws-facts 2.7 row 2). */
export function bucketKeyForWriting(services: EnvelopeServices, request: BucketKeyRequest): Promise<BucketKey> {
  const { caller, region, keyArn, encryptionContext } = request;
  return remember(services, ["write", ...identity(request)], async () => {
    const made = await services.kms.generateDataKey({ caller, region, keyReference: keyArn, encryptionContext });
    return { plaintext: made.plaintext, ciphertextBlob: made.ciphertextBlob };
  });
}

/**
 * The bucket key that an object was written with, by KMS's Decrypt or from memory. Reading has a memory of its own: who may
 * generate data keys need not be allowed to decrypt.
 */
export function bucketKeyForReading(
  services: EnvelopeServices,
  request: BucketKeyRequest & { readonly ciphertextBlob: Uint8Array<ArrayBuffer> },
): Promise<BucketKey> {
  const { caller, region, ciphertextBlob, encryptionContext } = request;
  return remember(services, ["read", ciphertextBlob, ...identity(request)], async () => {
    const { plaintext } = await services.kms.decrypt({ caller, region, ciphertextBlob, encryptionContext });
    return { plaintext, ciphertextBlob };
  });
}

function identity({ caller, region, keyArn, encryptionContext }: BucketKeyRequest): string[] {
  const context = Object.entries(encryptionContext).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [caller.arn, region, keyArn, ...context.flat()];
}

function remember(services: EnvelopeServices, fields: readonly (string | Uint8Array)[], make: () => Promise<BucketKey>): Promise<BucketKey> {
  const memory = memories.get(services.keyStore) ?? new Map<string, Remembered>();
  memories.set(services.keyStore, memory);
  const now = services.clock.now();
  for (const [name, { expiresAt }] of memory) if (expiresAt <= now) memory.delete(name);

  const name = String.fromCharCode(...authenticatedFields(...fields));
  const known = memory.get(name);
  if (known) return known.key;
  // The promise is what is remembered: requests at the same moment share one call to KMS.
  const remembered: Remembered = { key: make(), expiresAt: now + BUCKET_KEY_LIFE_MS };
  memory.set(name, remembered);
  remembered.key.catch(() => {
    if (memory.get(name) === remembered) memory.delete(name);
  });
  return remembered.key;
}
