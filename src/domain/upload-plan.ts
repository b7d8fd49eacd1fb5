const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** Most parts of one upload (aws-facts 7). */
export const MAX_PARTS = 10_000;
/** Smallest part but the last (aws-facts 7). */
export const MIN_PART_BYTES = 5 * MIB;
/** Largest part (aws-facts 7). */
export const MAX_PART_BYTES = 5 * GIB;
/** Largest object: all the parts there can be (48.8 TiB). AWS calls it "50 TB" (aws-facts 7), which in powers of two would not fit the parts. */
export const MAX_OBJECT_BYTES = MAX_PARTS * MAX_PART_BYTES;
/** Files up to this size go as one PUT: below it a second request costs more than it saves (stack.md 3). */
export const SINGLE_PUT_BYTES = 16 * MIB;
/** Part size to begin with; it grows so that 10,000 parts suffice. */
const PREFERRED_PART_BYTES = 16 * MIB;

/** How a file is sent. */
export type UploadPlan = { readonly kind: "single" } | { readonly kind: "multipart"; readonly partSize: number; readonly partCount: number };

/** Plans an upload of `size` bytes within S3's limits. Throws RangeError for a size S3 cannot store. */
export function planUpload(size: number): UploadPlan {
  if (!Number.isSafeInteger(size) || size < 0 || size > MAX_OBJECT_BYTES) throw new RangeError(`S3 stores objects of 0 to ${MAX_OBJECT_BYTES} bytes; this is ${size}.`);
  if (size <= SINGLE_PUT_BYTES) return { kind: "single" };
  // Whole MiB, so that parts end where disks and buffers do
  const needed = Math.ceil(size / MAX_PARTS / MIB) * MIB;
  const partSize = Math.max(PREFERRED_PART_BYTES, needed);
  return { kind: "multipart", partSize, partCount: Math.ceil(size / partSize) };
}

/** Byte range of part `partNumber` (1…partCount): `start` included, `end` excluded. */
export function partRange(plan: Extract<UploadPlan, { kind: "multipart" }>, size: number, partNumber: number): { readonly start: number; readonly end: number } {
  const start = (partNumber - 1) * plan.partSize;
  return { start, end: Math.min(size, start + plan.partSize) };
}
