import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { xmlAnswer } from "./answers.ts";
import { entryName } from "./list-objects-v2.ts";
import { beginListing } from "./listing-request.ts";
import { listCurrent } from "./listing-walk.ts";
import { commonPrefixesXml, contentXml, listingHeaders } from "./listing-xml.ts";
import { checkKeyLength } from "./object-attributes-request.ts";
import { invalidArgument } from "./request-errors.ts";

/**
 * ListObjects, the first version, which s3cmd still asks for: NextMarker only with a delimiter. Needs s3:ListBucket.
 * @throws AwsError 400 `InvalidArgument` for a `list-type` (2 is the other operation) and as `beginListing`.
 */
export function listObjects(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const { query } = request;
    const { bucket, encoding, maxKeys, prefix, delimiter } = beginListing(services, request, "s3:ListBucket");
    const listType = query.get("list-type");
    if (listType !== null) throw invalidArgument("Invalid List Type specified in Request", { ArgumentName: "list-type", ArgumentValue: listType });
    const marker = query.get("marker") ?? "";
    checkKeyLength(marker);
    const page = listCurrent(services.metadata, { bucketName: bucket.name, prefix, delimiter, after: marker, maxKeys });
    const last = page.entries.at(-1);
    return xmlAnswer(
      "ListBucketResult",
      {
        Name: bucket.name,
        Prefix: encoding.encode(prefix),
        Marker: encoding.encode(marker),
        NextMarker: page.isTruncated && delimiter !== "" && last !== undefined ? encoding.encode(entryName(last)) : undefined,
        MaxKeys: maxKeys,
        Delimiter: delimiter === "" ? undefined : encoding.encode(delimiter),
        EncodingType: encoding.encodingType,
        IsTruncated: page.isTruncated,
        Contents: page.entries.flatMap((entry) => (entry.kind === "version" ? [contentXml(entry.version, encoding, bucket.ownerId)] : [])),
        CommonPrefixes: commonPrefixesXml(page, encoding),
      },
      listingHeaders(bucket),
    );
  };
}
