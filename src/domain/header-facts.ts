/** What a response header of S3 says, for people who read the raw answer. */
export interface HeaderFact {
  readonly label: string;
  readonly meaning: string;
}

const FACTS: Readonly<Record<string, HeaderFact>> = {
  "x-amz-server-side-encryption": {
    label: "Algorithm",
    meaning: "AES256 is SSE-S3, aws:kms is SSE-KMS, aws:kms:dsse is DSSE-KMS. AWS sends it for every object, so there its absence means that CORS hides it.",
  },
  "x-amz-server-side-encryption-aws-kms-key-id": { label: "KMS key", meaning: "On AWS the full ARN of the key, whatever form was asked for; other servers answer their own name of it. Only with SSE-KMS and DSSE-KMS." },
  "x-amz-server-side-encryption-bucket-key-enabled": {
    label: "S3 Bucket Key",
    meaning: "Sent only as true. Without a Bucket Key S3 leaves the header out, so its absence says “off” only where CORS exposes it.",
  },
  "x-amz-server-side-encryption-context": {
    label: "Encryption context",
    meaning: "The caller's pairs, echoed on writes only. S3 does not return the context of a stored object.",
  },
  "x-amz-server-side-encryption-customer-algorithm": { label: "SSE-C algorithm", meaning: "The object is encrypted with a key that its writer keeps (SSE-C)." },
  "x-amz-server-side-encryption-customer-key-md5": { label: "SSE-C key digest", meaning: "MD5 of the writer's own key (SSE-C): tells keys apart, not what they are." },
  etag: {
    label: "ETag",
    meaning: "Changes with the content. Under SSE-KMS and DSSE-KMS, and after a multipart upload, it is not an MD5 of the data; compare checksums instead.",
  },
  "x-amz-version-id": { label: "Version", meaning: "Version of the object. Each version keeps the encryption it was written with." },
  "x-amz-delete-marker": { label: "Delete marker", meaning: "true: this version marks the object as deleted; older versions are still there." },
  "x-amz-request-id": { label: "Request id", meaning: "Names this request to AWS Support and in access logs." },
  "x-amz-id-2": { label: "Extended request id", meaning: "Goes with the request id." },
  "x-amz-checksum-crc64nvme": { label: "CRC-64/NVME", meaning: "Checksum of the plain data, base64. S3 checked it on arrival." },
  "x-amz-checksum-crc32": { label: "CRC-32", meaning: "Checksum of the plain data, base64. S3 checked it on arrival." },
  "x-amz-checksum-crc32c": { label: "CRC-32C", meaning: "Checksum of the plain data, base64. S3 checked it on arrival." },
  "x-amz-checksum-sha1": { label: "SHA-1", meaning: "Digest of the plain data, base64. S3 checked it on arrival." },
  "x-amz-checksum-sha256": { label: "SHA-256", meaning: "Digest of the plain data, base64. S3 checked it on arrival." },
  "x-amz-checksum-type": { label: "Checksum type", meaning: "FULL_OBJECT covers the data as one; COMPOSITE is a checksum of the parts' checksums." },
  "x-amz-storage-class": { label: "Storage class", meaning: "Left out for STANDARD." },
  "x-amz-mp-parts-count": { label: "Parts", meaning: "Number of parts, when one part was asked for." },
  "x-amz-bucket-region": { label: "Bucket Region", meaning: "Region the bucket lies in." },
  "content-type": { label: "Content type", meaning: "As given at upload. Metadata is not encrypted." },
  "content-length": { label: "Size", meaning: "Bytes of the plain data." },
  "last-modified": { label: "Last modified", meaning: "When this version was written." },
  "cache-control": { label: "Cache control", meaning: "As given at upload: how long others may keep a copy." },
  "accept-ranges": { label: "Ranges", meaning: "Parts of the object can be read." },
  date: { label: "Date", meaning: "The server's clock when it answered." },
};

/** Explains a response header by its name; letter case does not matter. Undefined for a header that is not S3's. */
export function explainHeader(name: string): HeaderFact | undefined {
  const lower = name.toLowerCase();
  if (lower.startsWith("x-amz-meta-")) return { label: `Metadata “${lower.slice("x-amz-meta-".length)}”`, meaning: "Given by whoever wrote the object. Metadata is not encrypted." };
  return Object.hasOwn(FACTS, lower) ? FACTS[lower] : undefined;
}
