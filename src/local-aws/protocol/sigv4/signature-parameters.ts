import type { RequestTarget } from "#local-aws/protocol/request-target.ts";
import { parseAmzDate, type Refuse } from "./auth-problem.ts";
import { SIGNING_ALGORITHM, type CredentialScope } from "./signing-key.ts";

/** What a request says of its own signature. */
export interface SignatureParameters {
  readonly form: "header" | "query";
  readonly accessKeyId: string;
  readonly scope: CredentialScope;
  /** Lower-case names, as listed. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** As text (it is signed) and as milliseconds since the epoch. */
  readonly amzDate: string;
  readonly signedAt: number;
  /** Presigned URLs only: seconds from `signedAt`. */
  readonly expiresSeconds?: number;
  readonly sessionToken?: string;
}

/** Longest life of a presigned URL, in seconds (aws-facts 1.13). */
const MAX_EXPIRES_SECONDS = 604_800;
const QUERY_PARAMETERS = ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-Date", "X-Amz-SignedHeaders", "X-Amz-Expires"] as const;
const MISSING_QUERY_PARAMETER =
  "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.";
const CREDENTIAL_FORM = 'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".';

/** Reads the signature of a request from its Authorization header or its query; undefined for an anonymous request. */
export function readSignature(headers: Headers, target: RequestTarget, refuse: Refuse): SignatureParameters | undefined {
  const query = new Map(target.parameters);
  const authorization = headers.get("authorization");
  const presigned = QUERY_PARAMETERS.some((name) => query.has(name));
  const signatureV2Query = ["Signature", "AWSAccessKeyId"].some((name) => query.has(name));
  if (authorization !== null && (presigned || signatureV2Query)) throw refuse({ kind: "two-mechanisms" });
  if (authorization !== null) return readHeader(authorization, headers, refuse);
  if (presigned) return readQuery(query, refuse);
  if (signatureV2Query) {
    const complete = ["Signature", "AWSAccessKeyId", "Expires"].every((name) => query.has(name));
    throw refuse({ kind: complete ? "signature-v2" : "signature-v2-query-incomplete" });
  }
  return undefined;
}

function readHeader(authorization: string, headers: Headers, refuse: Refuse): SignatureParameters {
  const [scheme, rest] = splitOnce(authorization.trim(), " ");
  if (scheme === "AWS") throw refuse({ kind: "signature-v2" });
  if (scheme !== SIGNING_ALGORITHM) throw refuse({ kind: "unsupported-authorization" });
  const fields = new Map(rest.split(",").map((field) => splitOnce(field.trim(), "=")));
  const [credential, signedHeaders, signature] = ["Credential", "SignedHeaders", "Signature"].map((name) => fields.get(name));
  if (!credential || !signedHeaders || !signature) {
    const detail = "the authorization header requires three components: Credential, SignedHeaders, and Signature.";
    throw refuse({ kind: "malformed-header", detail });
  }
  const { accessKeyId, scope } = readCredential(credential) ?? failWith(refuse({ kind: "malformed-header", detail: CREDENTIAL_FORM }));
  const { amzDate, signedAt } = readHeaderDate(headers) ?? failWith(refuse({ kind: "missing-date" }));
  if (!amzDate.startsWith(scope.date)) {
    const detail = `Invalid credential date "${scope.date}". This date is not the same as X-Amz-Date: "${amzDate.slice(0, 8)}".`;
    throw refuse({ kind: "malformed-header", detail });
  }
  const sessionToken = headers.get("x-amz-security-token") ?? undefined;
  return { form: "header", accessKeyId, scope, signedHeaders: headerNames(signedHeaders), signature, amzDate, signedAt, sessionToken };
}

function readHeaderDate(headers: Headers): { readonly amzDate: string; readonly signedAt: number } | undefined {
  const amzDate = headers.get("x-amz-date");
  if (amzDate !== null) {
    const signedAt = parseAmzDate(amzDate);
    return signedAt === undefined ? undefined : { amzDate, signedAt };
  }
  const date = headers.get("date");
  const signedAt = date === null ? undefined : (parseAmzDate(date) ?? Date.parse(date));
  if (signedAt === undefined || Number.isNaN(signedAt)) return undefined;
  return { amzDate: new Date(signedAt).toISOString().replace(/[-:]|\.\d{3}/g, ""), signedAt };
}

function readQuery(query: ReadonlyMap<string, string>, refuse: Refuse): SignatureParameters {
  const [algorithm, credential, signature, amzDate, signedHeaders, expires] = QUERY_PARAMETERS.map((name) => query.get(name));
  const malformed = (detail: string): never => failWith(refuse({ kind: "malformed-query", detail }));
  if (!algorithm || !credential || !signature || !amzDate || !signedHeaders || !expires) return malformed(MISSING_QUERY_PARAMETER);
  if (algorithm !== SIGNING_ALGORITHM) return malformed(`X-Amz-Algorithm only supports "${SIGNING_ALGORITHM}"`);
  const { accessKeyId, scope } =
    readCredential(credential) ?? malformed(`Error parsing the X-Amz-Credential parameter; ${CREDENTIAL_FORM}`);
  const signedAt = parseAmzDate(amzDate) ?? malformed('X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd\'T\'HHmmss\'Z\'"');
  if (!amzDate.startsWith(scope.date)) {
    return malformed(`Error parsing the X-Amz-Credential parameter; incorrect date "${scope.date}". This date is not the same as X-Amz-Date: "${amzDate.slice(0, 8)}".`);
  }
  if (!/^-?\d+$/.test(expires)) return malformed("X-Amz-Expires should be a number");
  const expiresSeconds = Number(expires);
  if (expiresSeconds < 0) return malformed("X-Amz-Expires must be non-negative");
  if (expiresSeconds > MAX_EXPIRES_SECONDS) {
    return malformed(
      `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${MAX_EXPIRES_SECONDS} seconds`,
    );
  }
  const sessionToken = query.get("X-Amz-Security-Token");
  return { form: "query", accessKeyId, scope, signedHeaders: headerNames(signedHeaders), signature, amzDate, signedAt, expiresSeconds, sessionToken };
}

/** `AKID/20260102/us-east-1/s3/aws4_request`; undefined for anything else. */
export function readCredential(credential: string): { readonly accessKeyId: string; readonly scope: CredentialScope } | undefined {
  const [accessKeyId, date, region, service, terminator, ...rest] = credential.split("/");
  if (!accessKeyId || !date || !region || !service || terminator !== "aws4_request" || rest.length > 0 || !/^\d{8}$/.test(date)) return undefined;
  return { accessKeyId, scope: { date, region, service } };
}

function headerNames(list: string): string[] {
  return list.toLowerCase().split(";");
}

function splitOnce(text: string, separator: string): [string, string] {
  const cut = text.indexOf(separator);
  return cut === -1 ? [text, ""] : [text.slice(0, cut), text.slice(cut + 1)];
}

function failWith(error: Error): never {
  throw error;
}
