import type { ConditionValues } from "#local-aws/iam/authorize.ts";
import type { ConditionLookup } from "#local-aws/iam/policy-text.ts";
import type { S3Request } from "#local-aws/protocol/request-context.ts";
import type { MultipartUpload } from "#local-aws/world.ts";

const SSE = "x-amz-server-side-encryption";
const KMS_KEY_ID = `${SSE}-aws-kms-key-id`;

/** Headers that policies can ask for by name: what the client really sent, never what a presigned URL's query says (aws-facts 5.1). */
const HEADERS: ReadonlySet<string> = new Set([
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
]);
/** Parameters of the query by the names of their condition keys. */
const QUERY: ReadonlyMap<string, string> = new Map([
  ["prefix", "prefix"],
  ["delimiter", "delimiter"],
  ["max-keys", "max-keys"],
  ["versionid", "versionId"],
]);

/**
 * The condition keys of S3 for one request. Every request of S3 is held against policies, and few policies ask for these keys, so each
 * is read when it is asked for.
 * @param known keys that the operation tells, by lower-case name: they go before what the request tells itself
 */
export function requestConditions(request: Pick<S3Request, "headers" | "query" | "origin">, known: ConditionValues = {}): ConditionLookup {
  return (name) => {
    if (Object.hasOwn(known, name)) return known[name];
    if (!name.startsWith("s3:")) return undefined;
    const value = requestCondition(request, name.slice("s3:".length));
    return typeof value === "string" ? [value] : value;
  };
}

function requestCondition({ headers, query, origin }: Pick<S3Request, "headers" | "query" | "origin">, name: string): string | readonly string[] | undefined {
  if (HEADERS.has(name)) return headers.get(name) ?? undefined;
  const parameter = QUERY.get(name);
  if (parameter !== undefined) return query.get(parameter) ?? undefined;
  switch (name) {
    case "authtype":
      return origin.authType;
    case "signatureversion":
      return origin.authType && "AWS4-HMAC-SHA256";
    case "tlsversion":
      return origin.tlsVersion;
    case "signatureage":
      return signatureAge(query, origin.receivedAt);
    default:
      return name.startsWith("requestobjecttag") ? requestTagConditions(tagsOfHeader(headers.get("x-amz-tagging") ?? ""))[`s3:${name}`] : undefined;
  }
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
function signatureAge(query: URLSearchParams, receivedAt: number): string | undefined {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get("X-Amz-Date") ?? "") ?? [];
  if (year === undefined || !query.has("X-Amz-Signature")) return undefined;
  return String(receivedAt - Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`));
}

/** A header that cannot be read is refused later, by what reads it to store it. */
function tagsOfHeader(header: string): { Key: string; Value: string }[] {
  return [...new URLSearchParams(header)].map(([Key, Value]) => ({ Key, Value }));
}
