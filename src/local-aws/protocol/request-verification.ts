import { concernsKms } from "#local-aws/s3/signature-v2.ts";
import { signatureVersion4Required } from "#local-aws/s3/transport-security.ts";
import type { Services } from "#local-aws/services.ts";
import { REGIONS, type Caller, type RequestOrigin } from "#local-aws/world.ts";
import { hex, sha256 } from "./bytes.ts";
import { expectedRegion, type Location } from "./locate.ts";
import { readPayload, readSmallBody, wholeBody } from "./payload.ts";
import type { ConnectionInfo } from "./request-context.ts";
import { originOf } from "./request-origin.ts";
import { mayBeUnsigned, protocolOf } from "./service-name.ts";
import type { Refuse } from "./sigv4/auth-problem.ts";
import { authenticate } from "./sigv4/authenticate.ts";
import { createChunkSignatures } from "./sigv4/chunk-signatures.ts";
import { s3Refusal } from "./sigv4/s3-refusal.ts";
import { jsonRefusal, queryRefusal } from "./sigv4/service-refusal.ts";
import { readSignature, type SignatureParameters } from "./sigv4/signature-parameters.ts";
import { verifyBody, type OwnedBody } from "./verified-body.ts";

/** A request whose signature holds (or that has none), with its body guarded. */
export interface VerifiedRequest {
  readonly caller: Caller | undefined;
  readonly region: string;
  readonly origin: RequestOrigin;
  readonly body: OwnedBody;
}

type VerificationServices = Pick<Services, "clock" | "metadata" | "hashing">;

/** The words of the service that was asked. S3 has some of its own for a Signature Version 2 on what is under KMS (aws-facts 1.9 row 16). */
function refusalOf(services: VerificationServices, request: Request, location: Location): Refuse {
  const protocol = protocolOf(location.service);
  if (protocol !== "rest-xml") return protocol === "json" ? jsonRefusal : queryRefusal;
  return (problem) => {
    const { bucket, address, target } = location;
    if (problem.kind !== "signature-v2") return s3Refusal(problem);
    const versionId = target.parameters.find(([name]) => name === "versionId")?.[1];
    const asked = { method: request.method, headers: request.headers, bucket, key: address.key, versionId };
    return concernsKms(services, asked) ? signatureVersion4Required() : s3Refusal(problem);
  };
}

/** Verifies who sent a request, and makes its body one that can be trusted. Throws in the words of the service that was asked. */
export async function verifyRequest(
  services: VerificationServices,
  request: Request,
  location: Location,
  connection: { readonly info: ConnectionInfo; readonly requestId: string },
): Promise<VerifiedRequest> {
  const refuse = refusalOf(services, request, location);
  const signature = readSignature(request.headers, location.target, refuse);
  if (signature !== undefined) assertRegion(signature, location, refuse);
  const origin = originOf(request, connection.info, {
    requestId: connection.requestId,
    region: signature?.scope.region ?? location.bucket?.region ?? location.hostRegion ?? REGIONS[0],
    receivedAt: services.clock.now(),
    form: signature?.form,
  });
  return location.service === "s3" || location.service === "s3-control"
    ? verifyS3Request(services, request, location, signature, origin)
    : verifySmallRequest(services, request, location, signature, refuse, origin);
}

function assertRegion(signature: SignatureParameters, location: Location, refuse: Refuse): void {
  const given = signature.scope.region;
  const expected = expectedRegion(location, given);
  if (expected !== undefined) throw refuse({ kind: "wrong-region", form: signature.form, given, expected });
}

async function verifyS3Request(
  services: VerificationServices,
  request: Request,
  location: Location,
  signature: SignatureParameters | undefined,
  origin: RequestOrigin,
): Promise<VerifiedRequest> {
  const query = new URLSearchParams(location.target.parameters.map(([name, value]) => [name, value]));
  const payload = readPayload(request.headers, query, signature);
  const signed = { method: request.method, target: location.target, headers: request.headers, host: location.host, payload: payload.text, origin };
  const authentication = signature && (await authenticate(services, signed, signature, s3Refusal));
  const body = verifyBody(services.hashing, {
    source: request.body,
    headers: request.headers,
    form: payload.form,
    signatures: authentication && signature && createChunkSignatures(authentication.sign, signature),
    // CompleteMultipartUpload's checksum headers are of the object that it completes.
    checksumIsOfBody: !(request.method === "POST" && query.has("uploadId")),
  });
  return { caller: authentication?.caller, region: origin.region, origin, body };
}

async function verifySmallRequest(
  services: VerificationServices,
  request: Request,
  location: Location,
  signature: SignatureParameters | undefined,
  refuse: Refuse,
  origin: RequestOrigin,
): Promise<VerifiedRequest> {
  if (signature === undefined && !mayBeUnsigned(location.service)) throw refuse({ kind: "missing" });
  const bytes = await readSmallBody(request.body);
  const body = wholeBody(services.hashing, request.headers, bytes);
  if (signature === undefined) return { caller: undefined, region: origin.region, origin, body };
  const payload = hex(await sha256(bytes));
  const signed = { method: request.method, target: location.target, headers: request.headers, host: location.host, payload, origin };
  const { caller } = await authenticate(services, signed, signature, refuse);
  return { caller, region: origin.region, origin, body };
}
