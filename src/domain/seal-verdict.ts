import { algorithmLabel, isKmsAlgorithm, type BucketDefaultEncryption, type EncryptionSettings, type ObjectEncryption } from "./encryption.ts";
import { contextToJson, hasPairs, S3_ARN_KEY, type EncryptionContext } from "./encryption-context.ts";
import { parseKeyReference } from "./kms-key.ts";
import type { ObjectChecksum } from "./object.ts";

/** One difference between what was asked for and what S3 answered. */
export interface SealDifference {
  readonly field: "algorithm" | "key" | "bucket-key" | "context" | "size" | "checksum";
  readonly asked: string;
  readonly observed: string;
}

/**
 * Result of comparing a finished write with what was asked. `not-verified`: nothing differs as far as could be seen, but `unverified`
 * names what could not, so "sealed as asked" would say more than S3 did. `notes` say by which evidence, where that needs saying.
 */
export type SealVerdict = { readonly unverified: readonly string[]; readonly notes?: readonly string[] } & (
  | { readonly kind: "sealed-as-asked" }
  | { readonly kind: "not-verified" }
  | { readonly kind: "not-as-asked"; readonly differences: readonly SealDifference[] }
);

/** What is compared: the request on one side, S3's answers on the other. */
export interface SealEvidence {
  readonly settings: EncryptionSettings;
  readonly observed: ObjectEncryption;
  /** Known when the write took the bucket's default, or its Bucket Key setting; undefined when it may not be read. */
  readonly bucketDefault?: BucketDefaultEncryption | undefined;
  /** ARN of the key that `askedKeyName` names, where KMS was willing to tell. */
  readonly askedKeyArn?: string | undefined;
  readonly size?: { readonly asked: number; readonly observed: number | undefined } | undefined;
  readonly checksum?: { readonly asked: ObjectChecksum; readonly observed: ObjectChecksum | undefined } | undefined;
}

/**
 * Compares a finished write with what was asked. What S3 did not let us read is listed as unverified, never taken for right or wrong.
 */
export function sealVerdict(evidence: SealEvidence): SealVerdict {
  const differences: SealDifference[] = [];
  const unverified: string[] = [];
  compareEncryption(evidence, differences, unverified);
  const { size, checksum } = evidence;
  if (size !== undefined) {
    // A checksum that matches leaves no room for another size
    if (size.observed === undefined && checksum?.observed === undefined) unverified.push("size");
    else if (size.observed !== undefined && size.observed !== size.asked) differences.push({ field: "size", asked: `${size.asked} bytes`, observed: `${size.observed} bytes` });
  }
  if (checksum !== undefined) {
    if (checksum.observed === undefined) unverified.push("checksum");
    else if (checksum.observed.algorithm !== checksum.asked.algorithm || checksum.observed.value !== checksum.asked.value) {
      differences.push({ field: "checksum", asked: checksumText(checksum.asked), observed: checksumText(checksum.observed) });
    }
  }
  if (differences.length > 0) return { kind: "not-as-asked", differences, unverified };
  return { kind: unverified.length > 0 ? "not-verified" : "sealed-as-asked", unverified };
}

function checksumText(checksum: ObjectChecksum): string {
  return `${checksum.algorithm} ${checksum.value}`;
}

/** The key that SSE-KMS without a key id means (aws-facts 1.2 rows 4-6). */
const AWS_MANAGED_KEY = "alias/aws/s3";

/** What the request amounts to once the bucket's default has been applied (aws-facts 1.2), as far as it is known. */
interface Expected {
  readonly algorithm: string | undefined;
  /** Key reference; the alias of the AWS managed key where none was given; undefined when not known. */
  readonly key: string | undefined;
  readonly bucketKey: boolean | undefined;
  readonly context: EncryptionContext | undefined;
}

/**
 * The alias by which a write named its key, so that only KMS can tell which key that is: `alias/aws/s3` where SSE-KMS was asked for
 * without a key. Undefined where an ARN, an id or an S3-compatible server's own name was given, where no key is involved, and where the
 * bucket's default is not known.
 */
export function askedKeyName(settings: EncryptionSettings, bucketDefault?: BucketDefaultEncryption): string | undefined {
  const { algorithm, key } = expectedOf({ settings, bucketDefault, observed: "not-exposed" });
  if (algorithm === undefined || !isKmsAlgorithm(algorithm) || key === undefined) return undefined;
  const reference = parseKeyReference(key);
  return reference?.kind === "alias-name" || reference?.kind === "alias-arn" ? key : undefined;
}

function expectedOf({ settings, bucketDefault }: SealEvidence): Expected {
  switch (settings.serverSideEncryption) {
    case "bucket-default":
      return {
        algorithm: bucketDefault?.algorithm,
        key: bucketDefault === undefined ? undefined : (bucketDefault.keyAsStored ?? AWS_MANAGED_KEY),
        bucketKey: bucketDefault?.bucketKeyEnabled,
        context: undefined,
      };
    case "AES256":
      return { algorithm: "AES256", key: undefined, bucketKey: undefined, context: undefined };
    case "aws:kms":
      return {
        algorithm: "aws:kms",
        key: settings.keyId ?? AWS_MANAGED_KEY,
        bucketKey: settings.bucketKeyEnabled ?? bucketDefault?.bucketKeyEnabled,
        context: settings.encryptionContext,
      };
    case "aws:kms:dsse":
      return { algorithm: "aws:kms:dsse", key: settings.keyId ?? AWS_MANAGED_KEY, bucketKey: undefined, context: settings.encryptionContext };
  }
}

function compareEncryption(evidence: SealEvidence, differences: SealDifference[], unverified: string[]): void {
  const { observed } = evidence;
  const expected = expectedOf(evidence);
  if (observed === "not-exposed") {
    unverified.push("encryption");
    return;
  }
  // The bucket's default was asked for and may not be read: whatever S3 answered is what the default is
  if (expected.algorithm === undefined) return;
  if (observed.algorithm !== expected.algorithm) {
    differences.push({ field: "algorithm", asked: algorithmLabel(expected.algorithm), observed: algorithmLabel(observed.algorithm) });
    return;
  }
  if (!isKmsAlgorithm(observed.algorithm)) return;
  compareKey(evidence.askedKeyArn ?? expected.key, observed.keyArn, differences, unverified);
  if (observed.algorithm === "aws:kms") compareBucketKey(expected.bucketKey, observed.bucketKey, differences, unverified);
  compareContext(expected.context, observed.context, differences, unverified);
}

function compareKey(asked: string | undefined, observed: string | undefined, differences: SealDifference[], unverified: string[]): void {
  if (observed === undefined || observed === "not-exposed") {
    unverified.push("key");
    return;
  }
  if (asked === observed) return;
  const reference = asked === undefined ? undefined : parseKeyReference(asked);
  const answered = parseKeyReference(observed);
  // An alias is a name S3 resolves; without KMS's word the ARN that came of it can be neither confirmed nor refuted
  if (reference?.kind === "key-arn") {
    if (reference.arn !== observed) differences.push({ field: "key", asked: reference.arn, observed });
  } else if (reference?.kind === "key-id") {
    if (answered?.kind !== "key-arn" || answered.keyId !== reference.keyId) differences.push({ field: "key", asked: reference.keyId, observed });
  } else if (asked !== undefined && reference === undefined && !observed.startsWith("arn:")) {
    // Two names as an S3-compatible server gives them; an ARN might be its other way to write the same one
    differences.push({ field: "key", asked, observed });
  } else {
    unverified.push(`that ${asked ?? "the key"} names ${observed}`);
  }
}

function compareBucketKey(asked: boolean | undefined, observed: "on" | "off" | "not-exposed", differences: SealDifference[], unverified: string[]): void {
  if (observed === "not-exposed") {
    unverified.push("Bucket Key");
  } else if (asked !== undefined && asked !== (observed === "on")) {
    differences.push({ field: "bucket-key", asked: asked ? "on" : "off", observed });
  }
}

function compareContext(asked: EncryptionContext | undefined, observed: EncryptionContext | undefined, differences: SealDifference[], unverified: string[]): void {
  if (asked === undefined || !hasPairs(asked)) return;
  if (observed === undefined) {
    unverified.push("encryption context");
    return;
  }
  // S3 may echo its own pair besides ours (2.5): that is no difference
  const { [S3_ARN_KEY]: added, ...rest } = observed;
  const comparable = Object.hasOwn(asked, S3_ARN_KEY) ? observed : (rest as EncryptionContext);
  const askedJson = contextToJson(asked);
  const observedJson = contextToJson(comparable);
  if (askedJson !== observedJson) differences.push({ field: "context", asked: askedJson, observed: added === undefined ? observedJson : contextToJson(observed) });
}
