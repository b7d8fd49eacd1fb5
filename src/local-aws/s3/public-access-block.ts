import type { Bucket, PublicAccessBlock } from "#local-aws/world.ts";

/** New buckets have all four settings on (aws-facts 5.5). */
const ALL_ON: PublicAccessBlock = { blockPublicAcls: true, ignorePublicAcls: true, blockPublicPolicy: true, restrictPublicBuckets: true };

/** A bucket's settings of S3 Block Public Access; undefined once they were deleted, which is all four off. */
export function publicAccessBlockOf({ publicAccessBlock = ALL_ON }: Pick<Bucket, "publicAccessBlock">): PublicAccessBlock | undefined {
  return publicAccessBlock === "none" ? undefined : publicAccessBlock;
}
