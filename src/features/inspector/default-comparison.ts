import { algorithmLabel, isKmsAlgorithm, type BucketDefaultEncryption, type ObjectEncryption } from "#domain/encryption.ts";

/** How an object's encryption stands to what the bucket would give a new one. */
export interface DefaultComparison {
  readonly kind: "same" | "differs" | "unknown";
  /** One sentence for each thing that differs or cannot be told; one when all is the same. */
  readonly findings: readonly string[];
}

/**
 * Compares an object with its bucket's default. The default's key may be stored in any form, so its ARN comes from KMS:
 * `defaultKeyArn` is undefined where KMS did not tell.
 */
export function compareWithDefault(encryption: ObjectEncryption, setting: BucketDefaultEncryption, defaultKeyArn: string | undefined): DefaultComparison {
  if (encryption === "not-exposed") return { kind: "unknown", findings: ["The object's encryption is not known, so it cannot be compared."] };
  if (encryption.algorithm !== setting.algorithm) {
    return { kind: "differs", findings: [`The object uses ${algorithmLabel(encryption.algorithm)}; the bucket's default is ${algorithmLabel(setting.algorithm)}.`] };
  }
  const checks = isKmsAlgorithm(encryption.algorithm) ? [keyCheck(encryption.keyArn, defaultKeyArn), bucketKeyCheck(encryption, setting)] : [];
  const differences = checks.filter((check) => check.kind === "differs");
  const unknowns = checks.filter((check) => check.kind === "unknown");
  if (differences.length > 0) return { kind: "differs", findings: [...differences, ...unknowns].map((check) => check.finding) };
  if (unknowns.length > 0) return { kind: "unknown", findings: unknowns.map((check) => check.finding) };
  return { kind: "same", findings: [isKmsAlgorithm(encryption.algorithm) ? "Same key and settings as the bucket's default." : "Same as the bucket's default."] };
}

interface Check {
  readonly kind: DefaultComparison["kind"];
  readonly finding: string;
}

function keyCheck(keyArn: string | undefined, defaultKeyArn: string | undefined): Check {
  if (keyArn === undefined || keyArn === "not-exposed") return { kind: "unknown", finding: "The object's key is hidden by CORS, so it cannot be compared." };
  if (defaultKeyArn === undefined) return { kind: "unknown", finding: "The ARN of the default's key could not be found out, so the keys cannot be compared." };
  return keyArn === defaultKeyArn ? { kind: "same", finding: "Same key as the bucket's default." } : { kind: "differs", finding: "The object is under another key than the bucket's default." };
}

function bucketKeyCheck(encryption: Exclude<ObjectEncryption, "not-exposed">, setting: BucketDefaultEncryption): Check {
  // DSSE-KMS knows no Bucket Key, whatever the bucket's setting says (aws-facts 1.14).
  if (encryption.algorithm !== "aws:kms") return { kind: "same", finding: "" };
  if (encryption.bucketKey === "not-exposed") return { kind: "unknown", finding: "Whether the object uses a Bucket Key is not known." };
  const on = encryption.bucketKey === "on";
  return on === setting.bucketKeyEnabled
    ? { kind: "same", finding: "" }
    : { kind: "differs", finding: `The object ${on ? "uses" : "does not use"} a Bucket Key; by default new objects ${setting.bucketKeyEnabled ? "do" : "do not"}.` };
}
