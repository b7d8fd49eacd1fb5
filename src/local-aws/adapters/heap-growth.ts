import { setFlagsFromString } from "node:v8";

/**
 * How far the heap may grow between two full collections, as a percentage of what the last one left: from about 15 MB to 75 MB. Memory
 * stays within the 200 MiB of the bench (`npm run bench:local-aws`), which is what this number was chosen by.
 */
const GROWING_PERCENT = 400;

/**
 * Lets V8 collect a streaming server's garbage young. Bodies pass through buffers outside the heap, which V8 counts towards its limit:
 * with so little in the heap itself, its own choice is a full collection for every 20 MB that pass, two thirds of all processor time of
 * a large GET. Call it before anything else runs.
 */
export function growHeapFreely(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWING_PERCENT}`);
}
