import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { emptyContext, hasPairs, type EncryptionContext } from "#domain/encryption-context.ts";
import { isKmsAlgorithm, type ObjectEncryption } from "#domain/encryption.ts";
import type { ObjectDetail } from "#domain/object.ts";
import { EffectiveContext } from "#components/effective-context.tsx";
import { useKmsApi } from "#components/use-kms-api.tsx";
import { useSession, useUploadJobs } from "#session/session-context.tsx";
import { sentContext } from "./sent-context.ts";

/**
 * The encryption context, as far as it is known: S3 gives none of it back on HEAD (aws-facts 2.5), but the pair that S3 adds follows
 * from the Bucket Key, and the caller's pairs are known where this very session wrote the object.
 */
export function ContextPanel({ encryption, detail }: { readonly encryption: Exclude<ObjectEncryption, "not-exposed">; readonly detail: ObjectDetail }) {
  const session = useSession();
  const sent = sentContext(useUploadJobs(), detail);
  const region = regionOf(encryption.keyArn) ?? session.region;
  const kms = useKmsApi(region);
  if (!isKmsAlgorithm(encryption.algorithm)) return null;
  const bucketKey = encryption.bucketKey === "not-exposed" ? "unknown" : encryption.bucketKey;
  return (
    <SpaceBetween size="xs">
      <Header variant="h3">Effective encryption context</Header>
      <EffectiveContext context={sent ?? emptyContext} target={detail.ref} region={region} bucketKey={bucketKey} />
      <Box color="text-body-secondary">{kms.offered ? provenance(sent) : strangersProvenance(sent)}</Box>
    </SpaceBetween>
  );
}

function provenance(sent: EncryptionContext | undefined): string {
  if (sent === undefined) {
    return "aws:s3:arn follows from the Bucket Key. Pairs that the writer gave are not known here: S3 does not return them for a stored object. CloudTrail shows them where KMS was called for it.";
  }
  return hasPairs(sent)
    ? "The other pairs are those that this session sent with the upload; S3 does not return them for a stored object."
    : "This session sent no pairs of its own with the upload.";
}

/** For a server without KMS's API, of which CloudTrail and the form of AWS's own pair say nothing. */
function strangersProvenance(sent: EncryptionContext | undefined): string {
  if (sent === undefined) return "Pairs that the writer gave are not known here: the server does not return them for a stored object.";
  return hasPairs(sent) ? "These are the pairs that this session sent with the upload." : "This session sent no pairs of its own with the upload.";
}

function regionOf(keyArn: string | undefined): string | undefined {
  return keyArn?.split(":")[3];
}
