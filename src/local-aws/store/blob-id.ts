import type { Random } from "#local-aws/services.ts";

/** A new blob id: 32 lower-case hexadecimal digits, safe as a file name anywhere. */
export function newBlobId(random: Pick<Random, "bytes">): string {
  return Array.from(random.bytes(16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Whether a text has the form of a blob id: nothing else may ever become part of a path. */
export function isBlobId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}
