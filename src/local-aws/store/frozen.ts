/** Freezes plain data and everything in it, and gives it back. Bytes cannot be frozen: a Uint8Array stays as it is. */
export function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  for (const member of Object.values(value)) frozen(member);
  return Object.freeze(value);
}
