import type { Services } from "#local-aws/services.ts";

/** How many bodies the world keeps: tells whether a refused, replaced or aborted write left one behind. */
export async function countBlobs({ services }: { readonly services: Pick<Services, "blobs"> }): Promise<number> {
  let count = 0;
  for await (const _ of services.blobs.list()) count += 1;
  return count;
}
