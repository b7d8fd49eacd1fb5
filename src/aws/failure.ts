import { AwsError, type AwsFailure, type FailureOrigin } from "#domain/failure.ts";
import { parseDenial } from "./denial.ts";
import { parseKeyTrouble } from "./key-trouble.ts";
import { readThrown, regionHint, type Thrown } from "./thrown.ts";

/** Which call failed. */
export interface FailedCall {
  readonly service: "S3" | "KMS" | "STS";
  readonly operation: string;
}

/** An `AwsFailure` without what every one carries. */
type Finding = AwsFailure extends infer Failure ? (Failure extends AwsFailure ? Omit<Failure, keyof FailureOrigin> : never) : never;

/** Turns anything thrown by the SDK, a request handler or the platform into the one error that leaves `aws/`. */
export function toAwsError(error: unknown, call: FailedCall): AwsError {
  if (error instanceof AwsError) return error;
  const thrown = readThrown(error);
  const answered = thrown.httpStatus !== undefined;
  const failure = {
    ...(answered ? findingOfAnswer(thrown, call) : findingOfSilence(thrown)),
    service: call.service,
    operation: call.operation,
    code: answered ? codeOf(thrown) : undefined,
    message: messageOf(thrown, call),
    httpStatus: thrown.httpStatus,
    requestId: thrown.requestId,
    extendedRequestId: thrown.extendedRequestId,
  } as AwsFailure;
  return Object.assign(new AwsError(failure), { cause: error });
}

/**
 * The SDK's name of an error is AWS's code, but for answers without a body, which it calls `UnknownError` or by their status, and for
 * bodies that are no answer of the service at all.
 */
function codeOf(thrown: Thrown): string | undefined {
  return /^(?:Unknown(?:Error)?|\d{3}|Error|S3ServiceException|SyntaxError|)$/.test(thrown.name) ? undefined : thrown.name;
}

/** HEAD answers carry no body (aws-facts 1.8); a message is made, because an empty one explains nothing. */
function messageOf(thrown: Thrown, { service, operation }: FailedCall): string {
  if (thrown.message !== "" && thrown.name !== "SyntaxError" && !/^Unknown(?:Error)?$/.test(thrown.message)) return thrown.message;
  const status = thrown.httpStatus === undefined ? "no status" : `HTTP ${thrown.httpStatus}`;
  return `${service} answered ${operation} with ${status}${codeOf(thrown) === undefined ? "" : ` ${codeOf(thrown)}`} and no message.`;
}

/** Failures without any answer: cancelled, signed out, never asked, offline, CORS. */
function findingOfSilence(thrown: Thrown): Finding {
  if (thrown.name === "AbortError" || thrown.name === "ForgottenKeyError") return { kind: "aborted" };
  if (thrown.name === "NotOfferedError") return { kind: "not-offered" };
  const connectionCode = thrown.detail("code") ?? "";
  if (thrown.name === "TypeError" || thrown.name === "TimeoutError" || /^E[A-Z]+$|^UND_ERR/.test(connectionCode)) return { kind: "network-or-cors" };
  return { kind: "unknown" };
}

function findingOfAnswer(thrown: Thrown, call: FailedCall): Finding {
  const code = codeOf(thrown) ?? "";
  return (
    findingOfStranger(code, thrown, call) ??
    findingOfKms(code, thrown, call) ??
    findingOfSession(code, thrown) ??
    findingOfRegion(code, thrown) ??
    findingOfResource(code, thrown, call) ??
    findingOfStatus(code, thrown)
  );
}

/**
 * Answers that no AWS service gives, from servers that are not AWS: KMS and STS never say that they do not know their own path or
 * method, and Ceph's radosgw reports a key its KMS lacks under S3's code for unknown credentials (servers-and-clients.md 1).
 */
function findingOfStranger(code: string, thrown: Thrown, { service }: FailedCall): Finding | undefined {
  if (service !== "S3") {
    const unknownThere = thrown.name === "SyntaxError" || code === "UnknownOperationException" || code === "NotImplemented";
    return unknownThere || [404, 405, 501].includes(thrown.httpStatus ?? 0) ? { kind: "not-offered" } : undefined;
  }
  const aboutKey = code === "InvalidAccessKeyId" && thrown.message.startsWith("Failed to retrieve the actual key");
  return aboutKey ? { kind: "key-unusable", reason: "not-found" } : undefined;
}

function findingOfKms(code: string, thrown: Thrown, call: FailedCall): Finding | undefined {
  const viaS3 = code.startsWith("KMS.");
  if (!viaS3 && call.service !== "KMS") return undefined;
  const kmsCode = viaS3 ? code.slice("KMS.".length) : code;
  if (kmsCode === "ThrottlingException") return { kind: "throttled" };
  if (kmsCode === "AccessDeniedException") return { kind: "access-denied", ...parseDenial(thrown.message) };
  const trouble = parseKeyTrouble(kmsCode, thrown.message);
  if (trouble === undefined) return undefined;
  // Asked directly, a missing key is just not there; asked through S3, it stops a write
  return !viaS3 && trouble.reason === "not-found" ? { kind: "not-found", what: "key" } : { kind: "key-unusable", ...trouble };
}

const CREDENTIALS_INVALID = new Set([
  "InvalidAccessKeyId",
  "SignatureDoesNotMatch",
  "InvalidSignatureException",
  "InvalidClientTokenId",
  "UnrecognizedClientException",
  "InvalidToken",
  "IncompleteSignature",
  "MissingAuthenticationToken",
]);

function findingOfSession(code: string, thrown: Thrown): Finding | undefined {
  if (/^(?:ExpiredToken(?:Exception)?|TokenRefreshRequired)$/.test(code)) return { kind: "credentials-expired" };
  // KMS and STS say a wrong clock as a signature that has expired or is not yet current
  if (/^(?:RequestTimeTooSkewed|RequestInTheFuture|RequestExpired)$/.test(code) || /^Signature (?:expired|not yet current)/.test(thrown.message)) {
    return { kind: "clock-skew", serverTime: serverTime(thrown) };
  }
  return CREDENTIALS_INVALID.has(code) ? { kind: "credentials-invalid" } : undefined;
}

function serverTime(thrown: Thrown): number | undefined {
  const time = Date.parse(thrown.detail("ServerTime") ?? thrown.headers["date"] ?? "");
  return Number.isNaN(time) ? undefined : time;
}

function findingOfRegion(code: string, thrown: Thrown): Finding | undefined {
  const region = regionHint(thrown);
  const redirected = /^(?:PermanentRedirect|TemporaryRedirect|IllegalLocationConstraintException)$/.test(code) || thrown.httpStatus === 301 || thrown.httpStatus === 307;
  return redirected || (code === "AuthorizationHeaderMalformed" && region !== undefined) ? { kind: "wrong-region", region } : undefined;
}

const NOT_FOUND: Readonly<Record<string, Extract<AwsFailure, { kind: "not-found" }>["what"]>> = {
  NoSuchBucket: "bucket",
  NoSuchKey: "object",
  NoSuchVersion: "object",
  NoSuchUpload: "upload",
  NoSuchCORSConfiguration: "configuration",
  NoSuchBucketPolicy: "configuration",
  ServerSideEncryptionConfigurationNotFoundError: "configuration",
};

function findingOfResource(code: string, thrown: Thrown, { operation }: FailedCall): Finding | undefined {
  const what = NOT_FOUND[code];
  if (what !== undefined) return { kind: "not-found", what };
  if (thrown.httpStatus === 404) {
    const bodiless = operation === "HeadBucket" ? "bucket" : operation === "HeadObject" ? "object" : "other";
    return { kind: "not-found", what: bodiless };
  }
  return undefined;
}

function findingOfStatus(code: string, thrown: Thrown): Finding {
  const status = thrown.httpStatus ?? 0;
  // Codes before statuses: an error in a 200 answer reaches us as 503 (aws-facts 1.6)
  if (code === "PreconditionFailed" || code === "ConditionalRequestConflict" || status === 412) return { kind: "precondition" };
  if (code.startsWith("AccessDenied")) return { kind: "access-denied", ...parseDenial(thrown.message) };
  // RequestTimeout: S3 lost patience with a slow body; sending again is all there is to do
  if (/^(?:InternalError|InternalFailure|RequestTimeout|OperationAborted)$/.test(code)) return { kind: "server-error" };
  if (status === 429 || status === 503 || /^(?:SlowDown|Throttling(?:Exception)?|TooManyRequests(?:Exception)?|RequestLimitExceeded)$/.test(code)) {
    const seconds = Number(thrown.headers["retry-after"] ?? Number.NaN);
    return { kind: "throttled", retryAfterSeconds: Number.isFinite(seconds) ? seconds : undefined };
  }
  // What is not implemented will not be on the next attempt either
  if (status === 501) return { kind: "invalid-request" };
  if (status >= 500) return { kind: "server-error" };
  if (status === 403 || status === 401) return { kind: "access-denied", ...parseDenial(thrown.message) };
  if (status >= 400) return { kind: "invalid-request", argument: thrown.detail("ArgumentName") };
  return { kind: "unknown" };
}
