import type { S3Operation, S3Request } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import type { XmlMembers } from "#local-aws/protocol/xml.ts";
import type { Bucket } from "#local-aws/world.ts";
import { xmlAnswer } from "./answers.ts";
import { entryName } from "./list-objects-v2.ts";
import { beginListing, type NameEncoding } from "./listing-request.ts";
import { type ListingPage, listVersions } from "./listing-walk.ts";
import { commonPrefixesXml, listingHeaders, versionXml } from "./listing-xml.ts";
import { checkKeyLength } from "./object-attributes-request.ts";
import { versionById } from "./object-versions.ts";
import { invalidArgument } from "./request-errors.ts";

/** ListObjectVersions: every version and delete marker, newest first within a key. Needs s3:ListBucketVersions. */
export function listObjectVersions(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const { query } = request;
    const { bucket, encoding, maxKeys, prefix, delimiter } = beginListing(services, request, "s3:ListBucketVersions");
    checkKeyLength(query.get("key-marker") ?? "");
    const page = readPage(services, request, bucket, { prefix, delimiter, maxKeys });
    return xmlAnswer(
      "ListVersionsResult",
      {
        Name: bucket.name,
        Prefix: encoding.encode(prefix),
        KeyMarker: encoding.encode(query.get("key-marker") ?? ""),
        VersionIdMarker: query.get("version-id-marker") ?? "",
        ...nextMarkers(page, encoding),
        MaxKeys: maxKeys,
        Delimiter: delimiter === "" ? undefined : encoding.encode(delimiter),
        EncodingType: encoding.encodingType,
        IsTruncated: page.isTruncated,
        Version: versions(page, encoding, bucket.ownerId, false),
        DeleteMarker: versions(page, encoding, bucket.ownerId, true),
        CommonPrefixes: commonPrefixesXml(page, encoding),
      },
      listingHeaders(bucket),
    );
  };
}

/**
 * A key marker alone continues behind all versions of its key. With a version id it continues behind that version; where that
 * one is gone meanwhile, the key is listed from its newest version, so that nothing is left out.
 */
function readPage(
  services: Pick<Services, "metadata">,
  { query }: Pick<S3Request, "query">,
  bucket: Bucket,
  asked: { readonly prefix: string; readonly delimiter: string; readonly maxKeys: number },
): ListingPage {
  const keyMarker = query.get("key-marker") ?? "";
  const versionIdMarker = query.get("version-id-marker");
  const listing = { ...asked, bucketName: bucket.name, after: keyMarker };
  if (versionIdMarker === null) return listVersions(services.metadata, listing);
  if (keyMarker === "") {
    throw invalidArgument("A version-id marker cannot be specified without a key marker.", {
      ArgumentName: "version-id-marker",
      ArgumentValue: versionIdMarker,
    });
  }
  if (versionIdMarker === "") {
    throw invalidArgument("A version-id marker cannot be empty.", { ArgumentName: "version-id-marker", ArgumentValue: "" });
  }
  const marker = versionById(services.metadata, bucket, keyMarker, versionIdMarker);
  return listVersions(services.metadata, listing, { key: keyMarker, order: marker?.order });
}

function nextMarkers(page: ListingPage, encoding: NameEncoding): XmlMembers {
  const last = page.entries.at(-1);
  if (!page.isTruncated || last === undefined) return {};
  return {
    NextKeyMarker: encoding.encode(entryName(last)),
    NextVersionIdMarker: last.kind === "version" ? last.version.versionId : undefined,
  };
}

function versions(page: ListingPage, encoding: NameEncoding, ownerId: string, deleteMarkers: boolean): XmlMembers[] {
  return page.entries.flatMap((entry) =>
    entry.kind === "version" && entry.version.isDeleteMarker === deleteMarkers ? [versionXml(entry.version, entry.isLatest, encoding, ownerId)] : [],
  );
}
