import { callerOf, findAccessKey } from "#local-aws/iam/principals.ts";
import { equalTextInConstantTime } from "#local-aws/protocol/bytes.ts";
import type { RequestTarget } from "#local-aws/protocol/request-target.ts";
import type { Hashing, Services } from "#local-aws/services.ts";
import type { AccessKey, Caller, RequestOrigin } from "#local-aws/world.ts";
import { MAX_SKEW_MS, type Refuse } from "./auth-problem.ts";
import { canonicalRequest, canonicalUri } from "./canonical-request.ts";
import type { SignatureParameters } from "./signature-parameters.ts";
import { deriveSigner, stringToSign, type Sign } from "./signing-key.ts";

/** A signed request, as far as its signature covers it. */
export interface SignedRequest {
  readonly method: string;
  readonly target: RequestTarget;
  readonly headers: Headers;
  /** Host as the client sent it, port included: it is always signed. */
  readonly host: string;
  /** Value of `x-amz-content-sha256`, or the body's hash where the service signs that. */
  readonly payload: string;
  readonly origin: RequestOrigin;
}

/** A verified signature: who signed, and the key to verify the chunks of a streamed body with. */
export interface Authentication {
  readonly caller: Caller;
  readonly sign: Sign;
}

/**
 * Verifies a signature: its time, its access key, its session token, that every `x-amz-*` header is signed, and the signature
 * itself, compared in constant time. Throws what `refuse` makes of the problem.
 */
export async function authenticate(
  services: Pick<Services, "clock" | "hashing" | "metadata">,
  request: SignedRequest,
  parameters: SignatureParameters,
  refuse: Refuse,
): Promise<Authentication> {
  const now = services.clock.now();
  assertTime(parameters, now, refuse);
  const accessKey = findAccessKey(services.metadata, parameters.accessKeyId);
  const caller = accessKey && callerOf(services.metadata, accessKey, request.origin);
  if (accessKey === undefined || caller === undefined) throw refuse({ kind: "unknown-key", accessKeyId: parameters.accessKeyId });
  assertToken(accessKey, parameters.sessionToken, now, refuse);
  assertHeadersSigned(request.headers, parameters.signedHeaders, refuse);
  const sign = deriveSigner(services.hashing, accessKey.secretAccessKey, parameters.scope);
  assertSignature(services.hashing, request, parameters, sign, refuse);
  return { sign, caller };
}

function assertTime({ signedAt, expiresSeconds }: SignatureParameters, now: number, refuse: Refuse): void {
  if (expiresSeconds === undefined) {
    if (Math.abs(now - signedAt) > MAX_SKEW_MS) throw refuse({ kind: "too-skewed", requestTime: signedAt, serverTime: now });
    return;
  }
  if (signedAt - now > MAX_SKEW_MS) throw refuse({ kind: "not-yet-valid" });
  const expiresAt = signedAt + expiresSeconds * 1000;
  if (now > expiresAt) throw refuse({ kind: "url-expired", expiresSeconds, expiresAt, serverTime: now });
}

/** Holds the token that a request brings against its access key: missing, wrong and expired ones are refused. */
export function assertToken({ accessKeyId, session }: AccessKey, token: string | undefined, now: number, refuse: Refuse): void {
  if (session === undefined) {
    if (token !== undefined) throw refuse({ kind: "invalid-token" });
    return;
  }
  // Without its token AWS does not know a session's access key at all.
  if (token === undefined) throw refuse({ kind: "unknown-key", accessKeyId });
  if (!equalTextInConstantTime(session.sessionToken, token)) throw refuse({ kind: "invalid-token" });
  if (session.expiresAt <= now) throw refuse({ kind: "expired-token" });
}

/** The payload hash is part of the canonical request anyway, so its header need not be listed (aws-facts 1.13). */
function assertHeadersSigned(headers: Headers, signedHeaders: readonly string[], refuse: Refuse): void {
  const names = ["host", ...headers.keys()].filter((name) => name === "host" || (name.startsWith("x-amz-") && name !== "x-amz-content-sha256"));
  const unsigned = [...new Set(names)].filter((name) => !signedHeaders.includes(name));
  if (unsigned.length > 0) throw refuse({ kind: "headers-not-signed", names: unsigned });
}

function assertSignature(hashing: Hashing, request: SignedRequest, parameters: SignatureParameters, sign: Sign, refuse: Refuse): void {
  const canonical = canonicalRequest({
    method: request.method,
    uri: canonicalUri(request.target.rawPath, parameters.scope.service),
    parameters: request.target.parameters,
    header: (name) => (name === "host" ? request.host : (request.headers.get(name) ?? hoisted(request.target, name))),
    signedHeaders: parameters.signedHeaders,
    payload: request.payload,
  });
  const text = stringToSign(hashing, parameters.amzDate, parameters.scope, canonical);
  if (equalTextInConstantTime(sign(text), parameters.signature)) return;
  throw refuse({
    kind: "signature-mismatch",
    accessKeyId: parameters.accessKeyId,
    stringToSign: text,
    signatureProvided: parameters.signature,
    canonicalRequest: canonical,
  });
}

/** A signed header may stand in the query of a presigned URL instead (aws-facts 1.13 row 1). */
function hoisted(target: RequestTarget, name: string): string | undefined {
  return target.parameters.find(([parameter]) => parameter.toLowerCase() === name)?.[1];
}
