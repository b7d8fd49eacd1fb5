import { randomFillSync, randomUUID } from "node:crypto";
import type { Clock, Random } from "#local-aws/services.ts";

/** The machine's own time. */
export const systemClock: Clock = { now: () => Date.now() };

/** The operating system's randomness. */
export const systemRandom: Random = {
  bytes: (length) => randomFillSync(new Uint8Array(length)),
  uuid: () => randomUUID(),
};
