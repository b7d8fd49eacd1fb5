import { base64, fromBase64, fromUtf8, utf8 } from "#local-aws/protocol/bytes.ts";
import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { xmlAnswer } from "./answers.ts";
import { beginListing } from "./listing-request.ts";
import { type ListingEntry, listCurrent } from "./listing-walk.ts";
import { commonPrefixesXml, contentXml, listingHeaders } from "./listing-xml.ts";
import { checkKeyLength } from "./object-attributes-request.ts";
import { invalidArgument } from "./request-errors.ts";

/**
 * ListObjectsV2: current objects in UTF-8 order, folders rolled up at `delimiter`. A continuation token names the last entry of
 * the page before, so that a page is right whatever was written meanwhile. Needs s3:ListBucket.
 */
export function listObjectsV2(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const { query } = request;
    const { bucket, encoding, maxKeys, prefix, delimiter } = beginListing(services, request, "s3:ListBucket");
    const startAfter = query.get("start-after") ?? undefined;
    const token = query.get("continuation-token") ?? undefined;
    const after = token === undefined ? (startAfter ?? "") : readToken(token);
    checkKeyLength(after);
    const page = listCurrent(services.metadata, { bucketName: bucket.name, prefix, delimiter, after, maxKeys });
    const ownerId = query.get("fetch-owner") === "true" ? bucket.ownerId : undefined;
    const last = page.entries.at(-1);
    return xmlAnswer(
      "ListBucketResult",
      {
        Name: bucket.name,
        Prefix: encoding.encode(prefix),
        StartAfter: startAfter === undefined ? undefined : encoding.encode(startAfter),
        ContinuationToken: token,
        NextContinuationToken: page.isTruncated && last !== undefined ? base64(utf8(entryName(last))) : undefined,
        KeyCount: page.entries.length,
        MaxKeys: maxKeys,
        Delimiter: delimiter === "" ? undefined : encoding.encode(delimiter),
        EncodingType: encoding.encodingType,
        IsTruncated: page.isTruncated,
        Contents: page.entries.flatMap((entry) => (entry.kind === "version" ? [contentXml(entry.version, encoding, ownerId)] : [])),
        CommonPrefixes: commonPrefixesXml(page, encoding),
      },
      listingHeaders(bucket),
    );
  };
}

/** The key or the common prefix that an entry is about. */
export function entryName(entry: ListingEntry): string {
  return entry.kind === "version" ? entry.version.key : entry.prefix;
}

function readToken(token: string): string {
  const name = fromBase64(token);
  if (name !== undefined && name.length > 0) return fromUtf8(name);
  throw invalidArgument("The continuation token provided is incorrect", { ArgumentName: "continuation-token" });
}
