import { base64, concat, fromBase64 } from "#local-aws/protocol/bytes.ts";
import type { Random } from "#local-aws/services.ts";

/** The version id of everything written while versioning is off or suspended. */
export const NULL_VERSION = "null";

const RANDOM_BYTES = 16;

/**
 * A new version id: 32 characters, opaque to clients as S3's are. It ends in the version's `order`, so that a version is found
 * by its id without walking over the others of its key.
 */
export function newVersionId(order: number, random: Random): string {
  const position = new Uint8Array(8);
  new DataView(position.buffer).setBigUint64(0, BigInt(order));
  return base64(concat([random.bytes(RANDOM_BYTES), position])).replaceAll("+", ".").replaceAll("/", "_");
}

/** The `order` inside a version id; undefined for text that is no id of this form, `"null"` among it. */
export function orderOfVersionId(versionId: string): number | undefined {
  if (!/^[\w.]{32}$/.test(versionId)) return undefined;
  const bytes = fromBase64(versionId.replaceAll(".", "+").replaceAll("_", "/"));
  if (bytes === undefined) return undefined;
  const order = new DataView(bytes.buffer).getBigUint64(RANDOM_BYTES);
  return order <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(order) : undefined;
}
