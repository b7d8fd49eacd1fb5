import { isKmsAlgorithm, type ObjectEncryption } from "#domain/encryption.ts";
import type { ObjectVersionSummary } from "#domain/object.ts";

/** What an algorithm does, in one sentence (aws-facts 1.1, 1.14). What another server than AWS makes of it is its own matter. */
export function algorithmMeaning(algorithm: string, actsAsAws = true): string {
  if (!actsAsAws) return "As the server answered it. Who may decrypt, and what is logged, is that server's own matter.";
  switch (algorithm) {
    case "AES256":
      return "S3 encrypts with keys that it manages itself. No KMS key and no encryption context take part; whoever may read the object may decrypt it.";
    case "aws:kms":
      return "S3 encrypts with a data key under a KMS key: who reads the object needs kms:Decrypt on that key, and KMS logs its use.";
    case "aws:kms:dsse":
      return "S3 encrypts twice, in two layers of AES-256, with data keys under a KMS key: who reads the object needs kms:Decrypt on that key.";
    case "SSE-C":
      return "S3 encrypted with a key that the writer keeps. Who reads the object must send that key along; this console cannot.";
    default:
      return "This console does not know the algorithm: it is shown as S3 answered it.";
  }
}

/**
 * What an ETag says of the data: on AWS it is its MD5 only for a single PUT under SSE-S3 (aws-facts 1.1). Other servers have rules of
 * their own: Ceph's radosgw answers the MD5 under a KMS key too.
 */
export function etagMeaning(etag: string, encryption: ObjectEncryption, actsAsAws = true): string {
  const parts = /-(\d+)$/.exec(etag)?.[1];
  if (parts !== undefined) return `Not an MD5 of the data: made from the digests of ${parts} ${parts === "1" ? "part" : "parts"}.`;
  if (!actsAsAws) return "Perhaps an MD5 of the data: servers other than AWS have rules of their own for it.";
  if (encryption === "not-exposed") return "Perhaps not an MD5 of the data: that depends on the encryption, which is not known.";
  if (isKmsAlgorithm(encryption.algorithm) || encryption.algorithm === "SSE-C") return "Not an MD5 of the data, as the object is encrypted with a key of its own. Compare checksums instead.";
  return "MD5 of the data.";
}

/** What stands where an object was looked for, by its versions. */
export type Whereabouts =
  /** The current version is a delete marker: the object is deleted, and `versionId` is the newest content, if any is left. */
  | { readonly kind: "deleted"; readonly newestContent: string | undefined }
  /** The version asked for is itself a delete marker. */
  | { readonly kind: "delete-marker" }
  | { readonly kind: "no-such-version" }
  | { readonly kind: "no-such-object" }
  /** The versions could not be listed, so nothing more can be said than S3's own answer. */
  | { readonly kind: "not-known" };

/** Explains a HEAD that found nothing. `versions` is undefined where they could not be listed. */
export function whereabouts(versionId: string | undefined, versions: readonly ObjectVersionSummary[] | undefined): Whereabouts {
  if (versions === undefined) return { kind: "not-known" };
  if (versionId !== undefined) {
    const wanted = versions.find((version) => version.versionId === versionId);
    return wanted?.isDeleteMarker === true ? { kind: "delete-marker" } : { kind: "no-such-version" };
  }
  if (versions[0]?.isDeleteMarker === true) return { kind: "deleted", newestContent: versions.find((version) => !version.isDeleteMarker)?.versionId };
  return { kind: "no-such-object" };
}
