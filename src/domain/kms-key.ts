/** States of a KMS key (aws-facts 3.3). */
export type KeyState =
  | "Creating"
  | "Enabled"
  | "Disabled"
  | "PendingDeletion"
  | "PendingImport"
  | "PendingReplicaDeletion"
  | "Unavailable"
  | "Updating";

/** A row of the key list: ids and aliases, known without describing the key. */
export interface KmsKeyListing {
  readonly keyId: string;
  readonly arn: string;
  /** Alias names with the `alias/` prefix, sorted. */
  readonly aliases: readonly string[];
}

/** A KMS key as DescribeKey shows it, with the aliases known of it. */
export interface KmsKeySummary extends KmsKeyListing {
  readonly region: string;
  readonly accountId: string;
  readonly description: string;
  readonly keyState: KeyState;
  readonly keyManager: "CUSTOMER" | "AWS";
  readonly keySpec: string;
  readonly keyUsage: string;
  readonly origin: string;
  readonly multiRegion: boolean;
  /** Milliseconds since the epoch. */
  readonly createdAt?: number | undefined;
  readonly deletionDate?: number | undefined;
}

/** Rotation of a key: `"not-permitted"` when the caller may not ask, which is not "off". */
export type KeyRotation =
  | { readonly enabled: true; readonly periodInDays?: number | undefined; readonly nextRotationDate?: number | undefined }
  | { readonly enabled: false }
  | "not-permitted"
  | "not-applicable";

/** The parts of a key ARN or alias ARN. */
interface KeyArn {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

/** What a person may name a key by (aws-facts 1.3). */
export type KeyReference =
  | { readonly kind: "key-id"; readonly keyId: string }
  | ({ readonly kind: "key-arn"; readonly keyId: string; readonly arn: string } & KeyArn)
  | { readonly kind: "alias-name"; readonly aliasName: string }
  | ({ readonly kind: "alias-arn"; readonly aliasName: string; readonly arn: string } & KeyArn);

/** Whether S3 can encrypt with a key for a bucket of a Region, and if not, why, in words for the person who picks. */
export type KeyFitness = { readonly usable: true } | { readonly usable: false; readonly reason: string };

const KEY_ID = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/;
const ARN = /^arn:(aws[a-z0-9-]*):kms:([a-z0-9-]+):(\d{12}):(key|alias)\/(.+)$/;
const ALIAS_NAME = /^alias\/[a-zA-Z0-9:/_-]{1,250}$/;

/** Reads what names a key: key id, key ARN, alias name or alias ARN (aws-facts 1.3); undefined when it is none of them. */
export function parseKeyReference(text: string): KeyReference | undefined {
  const trimmed = text.trim();
  if (KEY_ID.test(trimmed)) return { kind: "key-id", keyId: trimmed };
  if (ALIAS_NAME.test(trimmed)) return { kind: "alias-name", aliasName: trimmed };
  const arn = ARN.exec(trimmed);
  if (arn === null) return undefined;
  const [, partition = "", region = "", accountId = "", type, name = ""] = arn;
  if (type === "key") return KEY_ID.test(name) ? { kind: "key-arn", keyId: name, arn: trimmed, partition, region, accountId } : undefined;
  const aliasName = `alias/${name}`;
  return ALIAS_NAME.test(aliasName) ? { kind: "alias-arn", aliasName, arn: trimmed, partition, region, accountId } : undefined;
}

/** Partition a Region belongs to (aws-facts 2.2). */
export function partitionOfRegion(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/**
 * What is wrong with a key reference that was typed, in words, or undefined. The Region and partition are checked against the
 * bucket's where it is known: S3 refuses any other (aws-facts 1.9 row 3).
 */
export function keyReferenceProblem(text: string, where: { readonly bucketRegion?: string | undefined } = {}): string | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return "Enter the ARN of a KMS key.";
  const reference = parseKeyReference(trimmed);
  if (reference === undefined) return malformedReference(trimmed);
  if (where.bucketRegion === undefined || (reference.kind !== "key-arn" && reference.kind !== "alias-arn")) return undefined;
  const partition = partitionOfRegion(where.bucketRegion);
  if (reference.partition !== partition) {
    return `This key is in the partition ${reference.partition}, the bucket in ${partition}. S3 can only use a key of the bucket's own partition and Region (${where.bucketRegion}).`;
  }
  if (reference.region !== where.bucketRegion) {
    return `This key is in ${reference.region}, the bucket in ${where.bucketRegion}. S3 can only use a key of the bucket's own Region.`;
  }
  return undefined;
}

/**
 * Who gives keys their names: AWS KMS (ARN, id, alias), or an S3-compatible server without KMS's API, which knows its keys by whatever
 * name its own configuration gives them.
 */
export type KeyNaming = "kms" | "server";

/** Longest key name that is sent to a server, in characters: as long as a key ARN may be (KMS's `KeyIdType`). */
const MAX_KEY_NAME = 2048;

/** What is wrong with a key's name as an S3-compatible server knows it, in words, or undefined. It travels as a header's value. */
export function serverKeyNameProblem(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return "Type the key's name.";
  if (!/^[\x20-\x7e]+$/.test(trimmed)) return "A key's name travels in a header, so a browser can send only ASCII characters in it.";
  return trimmed.length > MAX_KEY_NAME ? `The name has ${trimmed.length} characters; ${MAX_KEY_NAME} can be sent.` : undefined;
}

function malformedReference(text: string): string {
  if (text === "aws/s3") return 'Write "alias/aws/s3", or choose "AWS managed key": S3 takes "aws/s3" alone for a key id and does not find it.';
  if (text.startsWith("arn:") && !/^arn:aws[a-z0-9-]*:kms:/.test(text)) return "This is the ARN of something else: a KMS key's begins with arn:aws:kms:.";
  if (text.startsWith("arn:")) return "This ARN is not complete. A key ARN looks like arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab.";
  return "This is neither a key ARN, a key id nor an alias (alias/…). A key ARN looks like arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab.";
}

const STATE_REASON: Readonly<Record<KeyState, string | undefined>> = {
  Enabled: undefined,
  Creating: "This key is still being created.",
  Disabled: "This key is disabled. Enable it in KMS to use it.",
  PendingDeletion: "This key is scheduled for deletion. Cancel the deletion, then enable it, to use it.",
  PendingImport: "This key has no key material yet: import it first.",
  PendingReplicaDeletion: "This key waits for its replicas to be deleted.",
  Unavailable: "The custom key store of this key is not connected.",
  Updating: "This key is being updated. Try again in a moment.",
};

/** Whether S3 can encrypt with a key: symmetric, for encryption, enabled, in the bucket's Region (aws-facts 3.3). */
export function keyFitness(key: KmsKeySummary, bucketRegion?: string): KeyFitness {
  if (key.keyUsage === "GENERATE_VERIFY_MAC") return { usable: false, reason: "This is an HMAC key. S3 encrypts with symmetric encryption keys only." };
  if (key.keySpec !== "SYMMETRIC_DEFAULT" || key.keyUsage !== "ENCRYPT_DECRYPT") {
    return { usable: false, reason: `This is an asymmetric key (${key.keySpec}). S3 encrypts with symmetric encryption keys only.` };
  }
  if (bucketRegion !== undefined && key.region !== bucketRegion) {
    return { usable: false, reason: `This key is in ${key.region}, the bucket in ${bucketRegion}. S3 can only use a key of the bucket's own Region.` };
  }
  const reason = STATE_REASON[key.keyState];
  return reason === undefined ? { usable: true } : { usable: false, reason };
}

/** How a state reads on screen: `PendingDeletion` → "Pending deletion". */
export function keyStateLabel(state: KeyState): string {
  const words = state.replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
  return words;
}

/** True for the aliases AWS reserves (`alias/aws/…`). */
export function isAwsManagedAlias(aliasName: string): boolean {
  return aliasName.startsWith("alias/aws/");
}

/** First eight characters of a key id, as lists show it; `mrk-` kept. */
export function shortKeyId(keyId: string): string {
  return keyId.startsWith("mrk-") ? `${keyId.slice(0, 12)}…` : `${keyId.slice(0, 8)}…`;
}

/** Name of a key for people: its first alias without `alias/` (and how many more), else its short id. */
export function keyTitle(key: Pick<KmsKeyListing, "keyId" | "aliases">): string {
  const [first, ...more] = key.aliases;
  if (first === undefined) return shortKeyId(key.keyId);
  const name = first.replace(/^alias\//, "");
  return more.length === 0 ? name : `${name} (+${more.length})`;
}

/** True when a search text stands in the alias, id, ARN or description of a key; letter case does not matter. */
export function matchesKeySearch(key: KmsKeyListing & { readonly description?: string | undefined }, search: string): boolean {
  const words = search.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const text = [...key.aliases, key.keyId, key.arn, key.description ?? ""].join("\n").toLowerCase();
  return words.every((word) => text.includes(word));
}
