/** A time as AWS writes it to the second: ISO 8601, UTC, without a fraction. `milliseconds` since the epoch. */
export function isoSeconds(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, "Z");
}
