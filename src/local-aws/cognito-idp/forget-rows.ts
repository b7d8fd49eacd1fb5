import type { MetadataKey, MetadataTransaction } from "#local-aws/store/metadata-store.ts";

/** Removes the rows of a prefix that are of no more use, so that what short-lived things leave behind stays bounded. */
export function forgetRows<T>(transaction: MetadataTransaction, prefix: MetadataKey, isOver: (row: T) => boolean): void {
  const over = Array.from(transaction.range<T>({ prefix })).filter(({ value }) => isOver(value));
  for (const { key } of over) transaction.remove(key);
}
