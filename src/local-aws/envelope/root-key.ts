import type { EnvelopeServices } from "./envelope-services.ts";

/**
 * S3's own root key of a Region, which wraps the data keys of SSE-S3 objects: 32 bytes in the key store, made at first use.
 * It lies beside the KMS keys, not beside the objects: a data folder without its key store tells nothing.
 */
export async function rootKey(services: Pick<EnvelopeServices, "keyStore" | "random">, region: string): Promise<Uint8Array<ArrayBuffer>> {
  const row = ["s3-root-key", region];
  const known = services.keyStore.get<Uint8Array>(row);
  if (known !== undefined) return known.slice();
  return services.keyStore.transact((transaction) => {
    // Two first writes at once: the second must find the first one's key.
    const raced = transaction.get<Uint8Array>(row);
    if (raced !== undefined) return raced.slice();
    const made = services.random.bytes(32);
    transaction.put(row, made);
    return made;
  });
}
