/**
 * Parameters of S3's that say which resource is meant, whatever their value is: those that this stand-in knows an operation for,
 * and those of S3's other operations.
 */
export const SUBRESOURCE_NAMES: ReadonlySet<string> = wordSet(
  "accelerate acl analytics attributes cors delete encryption intelligent-tiering inventory legal-hold lifecycle location " +
  "logging metadataConfiguration metadataTable metrics notification object-lock ownershipControls policy policyStatus " +
  "publicAccessBlock renameObject replication requestPayment restore retention select session tagging torrent uploadId " +
  "uploads versioning versions website",
);

/** Parameters that only tell an operation more; they may be empty. */
const PARAMETERS = wordSet(
  "bucket-region continuation-token delimiter encoding-type fetch-owner key-marker list-type marker max-buckets max-keys " +
  "max-parts max-uploads part-number-marker partNumber prefix start-after upload-id-marker version-id-marker versionId x-id",
);

/**
 * The subresources that a query names, sorted. A parameter without a value that nobody knows counts as one: S3 grows new
 * subresources, and a request for one must never be taken for a request for the bucket or object itself. Unknown parameters with
 * a value are ignored, as S3 ignores them.
 */
export function subresourcesOf(query: URLSearchParams): string[] {
  const named = new Set<string>();
  for (const [name, value] of query) {
    if (SUBRESOURCE_NAMES.has(name) || (value === "" && !isParameter(name))) named.add(name);
  }
  return [...named].sort();
}

function isParameter(name: string): boolean {
  return PARAMETERS.has(name) || /^(x-amz-|response-)/i.test(name);
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(" "));
}
