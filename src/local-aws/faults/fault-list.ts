import type { Fault, FaultEffect } from "./fault.ts";
import { matchesFault, type RequestFacts } from "./request-facts.ts";

/** A fault that was ordered, and what became of it. */
export interface ListedFault extends Fault {
  readonly id: number;
  /** Matching requests so far. */
  readonly matched: number;
  /** How often it happened. */
  readonly happened: number;
}

/** The faults that wait for requests. */
export interface FaultList {
  add(fault: Fault): ListedFault;
  list(): readonly ListedFault[];
  clear(): void;
  /**
   * What befalls this request: the effect of the first fault, in the order of their coming, that matches and is due. Faults behind it do not
   * see the request.
   */
  next(facts: RequestFacts): FaultEffect | undefined;
}

/** Makes an empty list. */
export function createFaultList(): FaultList {
  let entries: { fault: ListedFault; readonly random: () => number }[] = [];
  let lastId = 0;
  return {
    add(fault) {
      lastId += 1;
      const listed = { ...fault, id: lastId, matched: 0, happened: 0 };
      entries.push({ fault: listed, random: randomNumbers(fault.seed) });
      return listed;
    },
    list: () => entries.map(({ fault }) => fault),
    clear() {
      entries = [];
    },
    next(facts) {
      for (const entry of entries) {
        const { fault } = entry;
        if ((fault.times !== undefined && fault.happened >= fault.times) || !isFor(fault, facts)) continue;
        const isDue = fault.matched >= fault.after && entry.random() < fault.probability;
        entry.fault = { ...fault, matched: fault.matched + 1, happened: fault.happened + (isDue ? 1 : 0) };
        if (isDue) return fault.effect;
      }
      return undefined;
    },
  };
}

function isFor({ effect, match }: Fault, facts: RequestFacts): boolean {
  const isWrite = facts.method === "PUT" || facts.method === "POST";
  return matchesFault(match, facts) && (effect.kind !== "disk-full" || isWrite);
}

/** Numbers from 0 to 1 that follow from a seed: mulberry32. Good enough to choose faults by, and the same everywhere. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
