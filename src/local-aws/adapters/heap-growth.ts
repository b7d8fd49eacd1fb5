import { setFlagsFromString } from "node:v8";

/**
 * How far the heap may grow between two full collections, as a percentage of what the last one left. Enough for the 32 MB of buffers that
 * V8 lets pass between two young collections, and for bodies of any size within 200 MiB of memory (`npm run bench:local-aws`).
 */
const GROWING_PERCENT = 100;

/**
 * Lets V8 collect a streaming server's garbage young. Bodies pass through buffers outside the heap, which V8 counts towards its limit:
 * with so little in the heap itself, its own choice is a full collection for every 20 MB that pass, two thirds of all processor time of
 * a large GET. Call it before anything else runs.
 */
export function growHeapFreely(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWING_PERCENT}`);
}
