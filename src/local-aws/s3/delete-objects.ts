import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { S3Operation, S3Request } from "#local-aws/protocol/request-context.ts";
import { malformedXml, type XmlElement, type XmlMembers } from "#local-aws/protocol/xml.ts";
import type { Services } from "#local-aws/services.ts";
import type { MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import type { Bucket } from "#local-aws/world.ts";
import { authorizeObject } from "./authorize-s3.ts";
import { allowChildren, readXml, requireBodyDigest, singleChild, singleText, xmlAnswer } from "./answers.ts";
import { deleteVersion, type Deletion, type DeletionOutcome } from "./delete-version.ts";
import { checkKeyLength } from "./object-attributes-request.ts";
import { noSuchVersion, tagsOf } from "./object-versions.ts";
import { refuseGovernanceBypass } from "./object-lock.ts";
import { requestBucket } from "./request-bucket.ts";

/** Room for 1000 of the longest keys, written with entities. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;
const MAX_OBJECTS = 1000;

type Result = { readonly deletion: Deletion } & ({ readonly outcome: DeletionOutcome } | { readonly error: AwsError });

/**
 * DeleteObjects: up to 1000 in one transaction, each allowed, refused and answered by itself; `Quiet` answers the refused ones only.
 * Needs what DeleteObject needs, for each object.
 */
export function deleteObjects(services: Pick<Services, "metadata" | "blobs" | "clock" | "random">): S3Operation {
  return async (request) => {
    requestBucket(services.metadata, request);
    const root = await readXml(request, "Delete", MAX_BODY_BYTES);
    requireBodyDigest(request);
    refuseGovernanceBypass(request.headers);
    const { deletions, quiet } = readDeletions(root);
    const results = await services.metadata.transact((transaction) => {
      const bucket = requestBucket(transaction, request);
      return deletions.map((deletion) => attempt(transaction, bucket, deletion, request, services));
    });
    const removed = results.flatMap((result) => ("outcome" in result ? result.outcome.removedBlobIds : []));
    await Promise.all(removed.map((id) => services.blobs.remove(id)));
    return xmlAnswer("DeleteResult", {
      Deleted: quiet ? [] : results.flatMap((result) => ("outcome" in result ? [deletedXml(result.deletion, result.outcome)] : [])),
      Error: results.flatMap((result) => ("error" in result ? [errorXml(result.deletion, result.error)] : [])),
    });
  };
}

/** `deleteVersion` writes nothing before it throws, so one refusal leaves the rest of the transaction whole. */
function attempt(
  transaction: MetadataTransaction,
  bucket: Bucket,
  deletion: Deletion,
  request: S3Request,
  services: Pick<Services, "clock" | "random">,
): Result {
  const { key, versionId } = deletion;
  try {
    checkKeyLength(deletion.key);
    authorizeObject(request, versionId === undefined ? "s3:DeleteObject" : "s3:DeleteObjectVersion", bucket, key, tagsOf(transaction, bucket, key, versionId));
    if (deletion.ifMatch !== undefined && deletion.ifMatch !== "*") authorizeObject(request, "s3:GetObject", bucket, key);
    return { deletion, outcome: deleteVersion(transaction, bucket, deletion, services) };
  } catch (error) {
    if (error instanceof AwsError) return { deletion, error };
    throw error;
  }
}

function readDeletions(root: XmlElement): { readonly deletions: readonly Deletion[]; readonly quiet: boolean } {
  allowChildren(root, ["Object", "Quiet"]);
  const objects = root.children.filter(({ name }) => name === "Object");
  if (objects.length === 0 || objects.length > MAX_OBJECTS) throw malformedXml();
  return { deletions: objects.map(readDeletion), quiet: singleText(root, "Quiet") === "true" };
}

function readDeletion(element: XmlElement): Deletion {
  allowChildren(element, ["Key", "VersionId", "ETag"]);
  // White space is part of a key.
  const key = singleChild(element, "Key")?.text;
  if (key === undefined || key === "") throw malformedXml();
  return { key, versionId: singleText(element, "VersionId"), ifMatch: singleText(element, "ETag") };
}

function deletedXml(deletion: Deletion, outcome: DeletionOutcome): XmlMembers {
  return {
    Key: deletion.key,
    VersionId: deletion.versionId,
    DeleteMarker: outcome.deleteMarker ? true : undefined,
    DeleteMarkerVersionId: outcome.deleteMarker ? outcome.versionId : undefined,
  };
}

function errorXml({ key, versionId }: Deletion, error: AwsError): XmlMembers {
  // In this operation an id that cannot be one counts as one that is not there.
  const { code, message } = error.code === "InvalidArgument" ? noSuchVersion(key, versionId ?? "") : error;
  return { Key: key, VersionId: versionId, Code: code, Message: message };
}
