import { CHECKSUM_ALGORITHMS } from "#local-aws/protocol/checksums.ts";
import type { XmlMembers } from "#local-aws/protocol/xml.ts";
import type { Bucket, ObjectVersion } from "#local-aws/world.ts";
import { xmlTime } from "./answers.ts";
import type { NameEncoding } from "./listing-request.ts";
import type { ListingPage } from "./listing-walk.ts";

/** An object in a listing, in S3's order of members (aws-facts 1.8). No listing says anything of encryption (1.1). */
export function contentXml(version: ObjectVersion, encoding: NameEncoding, ownerId: string | undefined): XmlMembers {
  const { Key, LastModified, ETag, ...rest } = describe(version, encoding);
  return { Key, LastModified, ETag, ...rest, Owner: ownerId === undefined ? undefined : { ID: ownerId } };
}

/** A version, or a delete marker, in ListObjectVersions. */
export function versionXml(version: ObjectVersion, isLatest: boolean, encoding: NameEncoding, ownerId: string): XmlMembers {
  const { Key, LastModified, ...rest } = describe(version, encoding);
  const common = { Key, VersionId: version.versionId, IsLatest: isLatest, LastModified, Owner: { ID: ownerId } };
  return version.isDeleteMarker ? common : { ...common, ...rest };
}

/** The CommonPrefixes of a page. */
export function commonPrefixesXml(page: ListingPage, encoding: NameEncoding): XmlMembers[] {
  return page.entries.flatMap((entry) => (entry.kind === "common-prefix" ? [{ Prefix: encoding.encode(entry.prefix) }] : []));
}

/** The Region, which S3 tells with every listing. */
export function listingHeaders(bucket: Pick<Bucket, "region">): Readonly<Record<string, string>> {
  return { "x-amz-bucket-region": bucket.region };
}

function describe(version: ObjectVersion, encoding: NameEncoding): XmlMembers {
  const algorithms = CHECKSUM_ALGORITHMS.filter((algorithm) => version.checksums[algorithm] !== undefined);
  return {
    Key: encoding.encode(version.key),
    LastModified: xmlTime(version.lastModified),
    ETag: `"${version.etag}"`,
    ChecksumAlgorithm: algorithms,
    ChecksumType: algorithms.length === 0 ? undefined : version.checksumType,
    Size: version.size,
    StorageClass: version.storageClass,
  };
}
