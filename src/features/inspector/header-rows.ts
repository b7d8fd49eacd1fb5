import { CONSOLE_EXPOSE_HEADERS } from "#domain/bucket.ts";
import { explainHeader } from "#domain/header-facts.ts";
import type { RawHeader } from "#domain/object.ts";

/**
 * What is known of a response header: this page saw it; S3 did not send it; CORS hides it, sent or not; or it is absent and nobody can
 * say which of the two.
 */
export type HeaderState = "shown" | "absent" | "hidden" | "unknown";

/** A header of the answer, or one that matters and was not seen. */
export interface HeaderRow {
  readonly name: string;
  readonly state: HeaderState;
  readonly value: string | undefined;
  readonly label: string | undefined;
  readonly meaning: string | undefined;
}

/** Headers that HEAD of an existing object never carries: their absence says nothing. */
const NOT_OF_HEAD = new Set(["content-range", "x-amz-delete-marker", "x-amz-server-side-encryption-context"]);

/** Headers worth missing, those of encryption first. */
const OF_INTEREST = CONSOLE_EXPOSE_HEADERS.map((name) => name.toLowerCase())
  .filter((name) => !NOT_OF_HEAD.has(name))
  .toSorted((a, b) => rank(a) - rank(b));

/** All headers the page saw, and those of interest it did not, each with what its absence says. */
export function headerRows(raw: readonly RawHeader[], exposure: (name: string) => "exposed" | "hidden" | "unknown"): readonly HeaderRow[] {
  const seen = new Map(raw.map(([name, value]) => [name.toLowerCase(), value]));
  const names = [...OF_INTEREST, ...[...seen.keys()].filter((name) => !OF_INTEREST.includes(name))];
  return names.map((name) => {
    const value = seen.get(name);
    const fact = explainHeader(name);
    return { name, value, state: value === undefined ? absence(exposure(name)) : "shown", label: fact?.label, meaning: fact?.meaning };
  });
}

/** How a state reads, and what it means. */
export const HEADER_STATE_WORDS: Readonly<Record<HeaderState, readonly [label: string, meaning: string]>> = {
  shown: ["Shown", "S3 sent it and this page may read it."],
  absent: ["Absent", "CORS exposes it to this page and it was not there: S3 did not send it."],
  hidden: ["Hidden by CORS", "The bucket's CORS configuration does not expose it to this page, whether S3 sent it or not."],
  unknown: ["Absent or hidden", "It was not there, and the bucket's CORS configuration, which could tell why, is not known."],
};

function absence(exposure: "exposed" | "hidden" | "unknown"): HeaderState {
  return exposure === "exposed" ? "absent" : exposure;
}

function rank(name: string): number {
  return name.startsWith("x-amz-server-side-encryption") ? 0 : 1;
}

