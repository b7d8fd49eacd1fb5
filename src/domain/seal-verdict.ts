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

/** Result of comparing a finished write with what was asked. `unverified` names what could not be read, and why. */
export type SealVerdict =
  | { readonly kind: "sealed-as-asked"; readonly unverified: readonly string[] }
  | { readonly kind: "not-as-asked"; readonly differences: readonly SealDifference[]; readonly unverified: readonly string[] };

/** What is compared: the request on one side, S3's answers on the other. */
export interface SealEvidence {
  readonly settings: EncryptionSettings;
  readonly observed: ObjectEncryption;
  /** Known when the write took the bucket's default, or its Bucket Key setting; undefined when it may not be read. */
  readonly bucketDefault?: BucketDefaultEncryption | undefined;
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
    if (size.observed === undefined) unverified.push("size");
    else if (size.observed !== size.asked) differences.push({ field: "size", asked: `${size.asked} bytes`, observed: `${size.observed} bytes` });
  }
  if (checksum !== undefined) {
    if (checksum.observed === undefined) unverified.push("checksum");
    else if (checksum.observed.algorithm !== checksum.asked.algorithm || checksum.observed.value !== checksum.asked.value) {
      differences.push({ field: "checksum", asked: checksumText(checksum.asked), observed: checksumText(checksum.observed) });
    }
  }
  return differences.length > 0 ? { kind: "not-as-asked", differences, unverified } : { kind: "sealed-as-asked", unverified };
}

function checksumText(checksum: ObjectChecksum): string {
  return `${checksum.algorithm} ${checksum.value}`;
}

/** What the request amounts to once the bucket's default has been applied (aws-facts 1.2), as far as it is known. */
interface Expected {
  readonly algorithm: string | undefined;
  /** Key reference; `"aws/s3"` for the AWS managed key; undefined when not known. */
  readonly key: string | undefined;
  readonly bucketKey: boolean | undefined;
  readonly context: EncryptionContext | undefined;
}

function expectedOf({ settings, bucketDefault }: SealEvidence): Expected {
  switch (settings.serverSideEncryption) {
    case "bucket-default":
      return {
        algorithm: bucketDefault?.algorithm,
        key: bucketDefault === undefined ? undefined : (bucketDefault.keyAsStored ?? "aws/s3"),
        bucketKey: bucketDefault?.bucketKeyEnabled,
        context: undefined,
      };
    case "AES256":
      return { algorithm: "AES256", key: undefined, bucketKey: undefined, context: undefined };
    case "aws:kms":
      return {
        algorithm: "aws:kms",
        key: settings.keyId ?? "aws/s3",
        bucketKey: settings.bucketKeyEnabled ?? bucketDefault?.bucketKeyEnabled,
        context: settings.encryptionContext,
      };
    case "aws:kms:dsse":
      return { algorithm: "aws:kms:dsse", key: settings.keyId ?? "aws/s3", bucketKey: undefined, context: settings.encryptionContext };
  }
}

function compareEncryption(evidence: SealEvidence, differences: SealDifference[], unverified: string[]): void {
  const { observed } = evidence;
  const expected = expectedOf(evidence);
  if (observed === "not-exposed") {
    unverified.push("encryption");
    return;
  }
  if (expected.algorithm === undefined) {
    unverified.push("encryption against the bucket's default");
    return;
  }
  if (observed.algorithm !== expected.algorithm) {
    differences.push({ field: "algorithm", asked: algorithmLabel(expected.algorithm), observed: algorithmLabel(observed.algorithm) });
    return;
  }
  if (!isKmsAlgorithm(observed.algorithm)) return;
  compareKey(expected.key, observed.keyArn, differences, unverified);
  if (observed.algorithm === "aws:kms") compareBucketKey(expected.bucketKey, observed.bucketKey, differences, unverified);
  compareContext(expected.context, observed.context, differences, unverified);
}

function compareKey(asked: string | undefined, observed: string | undefined, differences: SealDifference[], unverified: string[]): void {
  if (observed === undefined || observed === "not-exposed") {
    unverified.push("key");
    return;
  }
  const reference = asked === undefined ? undefined : parseKeyReference(asked);
  const answered = parseKeyReference(observed);
  // An alias and aws/s3 are names S3 resolves; without asking KMS the ARN that came of it can be neither confirmed nor refuted
  if (reference?.kind === "key-arn") {
    if (reference.arn !== observed) differences.push({ field: "key", asked: reference.arn, observed });
  } else if (reference?.kind === "key-id") {
    if (answered?.kind !== "key-arn" || answered.keyId !== reference.keyId) differences.push({ field: "key", asked: reference.keyId, observed });
  } else {
    unverified.push(`that ${asked ?? "the key"} is ${observed}`);
  }
}

function compareBucketKey(asked: boolean | undefined, observed: "on" | "off" | "not-exposed", differences: SealDifference[], unverified: string[]): void {
  if (observed === "not-exposed") {
    unverified.push("Bucket Key");
  } else if (asked === undefined) {
    unverified.push("Bucket Key against the bucket's setting");
  } else if (asked !== (observed === "on")) {
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
