import type { ConditionValues } from "#local-aws/iam/authorize.ts";
import type { S3Request } from "#local-aws/protocol/request-context.ts";
import type { MultipartUpload } from "#local-aws/world.ts";

const SSE = "x-amz-server-side-encryption";
const KMS_KEY_ID = `${SSE}-aws-kms-key-id`;

/** Headers that policies can ask for by name: what the client really sent, never what a presigned URL's query says (aws-facts 5.1). */
const HEADERS = [
  SSE,
  KMS_KEY_ID,
  `${SSE}-customer-algorithm`,
  "x-amz-acl",
  "x-amz-copy-source",
  "x-amz-metadata-directive",
  "x-amz-storage-class",
  "x-amz-website-redirect-location",
  "x-amz-content-sha256",
  "x-amz-object-ownership",
  "x-amz-grant-full-control",
  "x-amz-grant-read",
  "x-amz-grant-read-acp",
  "x-amz-grant-write",
  "x-amz-grant-write-acp",
  "if-match",
  "if-none-match",
];
const QUERY = { prefix: "s3:prefix", delimiter: "s3:delimiter", "max-keys": "s3:max-keys", versionId: "s3:versionid" } as const;

/** The condition keys of S3 that a request itself tells; names in lower case. */
export function requestConditions({ headers, query, origin }: Pick<S3Request, "headers" | "query" | "origin">): ConditionValues {
  const values: Record<string, readonly string[]> = {};
  for (const name of HEADERS) {
    const value = headers.get(name);
    if (value !== null) values[`s3:${name}`] = [value];
  }
  for (const [parameter, name] of Object.entries(QUERY)) {
    const value = query.get(parameter);
    if (value !== null) values[name] = [value];
  }
  if (origin.authType !== undefined) {
    values["s3:authtype"] = [origin.authType];
    values["s3:signatureversion"] = ["AWS4-HMAC-SHA256"];
  }
  if (origin.tlsVersion !== undefined) values["s3:tlsversion"] = [origin.tlsVersion];
  const age = signatureAge(query, origin.receivedAt);
  if (age !== undefined) values["s3:signatureage"] = [String(age)];
  const tagging = headers.get("x-amz-tagging");
  return tagging === null ? values : { ...values, ...requestTagConditions(tagsOfHeader(tagging)) };
}

/** `s3:RequestObjectTag/KEY` and `s3:RequestObjectTagKeys`: the tags that a request would set. */
export function requestTagConditions(tags: readonly { readonly Key: string; readonly Value: string }[]): ConditionValues {
  if (tags.length === 0) return {};
  return {
    ...Object.fromEntries(tags.map(({ Key, Value }) => [`s3:requestobjecttag/${Key.toLowerCase()}`, [Value]])),
    "s3:requestobjecttagkeys": tags.map(({ Key }) => Key),
  };
}

/**
 * The encryption of a part, or of Complete, as policies see it: what Create was sent, since these cannot carry it (aws-facts 5.1,
 * an open row: a part is then allowed where its upload was).
 */
export function uploadConditions({ sentEncryption, encryption }: Pick<MultipartUpload, "sentEncryption" | "encryption">): ConditionValues {
  // An upload from before this was kept is seen by what it is encrypted with.
  const sent = sentEncryption ?? { algorithm: encryption.algorithm, kmsKeyId: encryption.kmsKeyArn };
  return {
    ...(sent.algorithm === undefined ? {} : { [`s3:${SSE}`]: [sent.algorithm] }),
    ...(sent.kmsKeyId === undefined ? {} : { [`s3:${KMS_KEY_ID}`]: [sent.kmsKeyId] }),
  };
}

/** The encryption headers of CreateMultipartUpload that were really sent, for `uploadConditions`. */
export function sentEncryption(headers: Headers): NonNullable<MultipartUpload["sentEncryption"]> {
  const algorithm = headers.get(SSE);
  const kmsKeyId = headers.get(KMS_KEY_ID);
  return { ...(algorithm === null ? {} : { algorithm }), ...(kmsKeyId === null ? {} : { kmsKeyId }) };
}

/** Milliseconds since a presigned URL was signed: what is signed in its headers has no `s3:signatureAge`. */
function signatureAge(query: URLSearchParams, receivedAt: number): number | undefined {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get("X-Amz-Date") ?? "") ?? [];
  if (year === undefined || !query.has("X-Amz-Signature")) return undefined;
  return receivedAt - Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** A header that cannot be read is refused later, by what reads it to store it. */
function tagsOfHeader(header: string): { Key: string; Value: string }[] {
  return [...new URLSearchParams(header)].map(([Key, Value]) => ({ Key, Value }));
}
