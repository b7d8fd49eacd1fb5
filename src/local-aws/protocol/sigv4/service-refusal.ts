import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { amzDateText, MAX_SKEW_MS, type AuthProblem, type Refuse } from "./auth-problem.ts";

/** The codes in which the JSON services (KMS) and the query services (STS) differ; their sentences are the same. */
interface Wording {
  readonly missing: readonly [status: number, code: string];
  readonly incomplete: readonly [status: number, code: string];
  readonly unknownKey: readonly [status: number, code: string];
  readonly expiredToken: readonly [status: number, code: string];
  readonly mismatch: readonly [status: number, code: string];
}

const JSON_WORDING: Wording = {
  missing: [400, "MissingAuthenticationTokenException"],
  incomplete: [400, "IncompleteSignatureException"],
  unknownKey: [400, "UnrecognizedClientException"],
  expiredToken: [400, "ExpiredTokenException"],
  mismatch: [400, "InvalidSignatureException"],
};
const QUERY_WORDING: Wording = {
  missing: [403, "MissingAuthenticationToken"],
  incomplete: [400, "IncompleteSignature"],
  unknownKey: [403, "InvalidClientTokenId"],
  expiredToken: [403, "ExpiredToken"],
  mismatch: [403, "SignatureDoesNotMatch"],
};

/** KMS's answers to authentication problems (aws-facts 4.1). */
export const jsonRefusal: Refuse = (problem) => refusal(JSON_WORDING, problem);
/** STS's answers to authentication problems (aws-facts 4.1). */
export const queryRefusal: Refuse = (problem) => refusal(QUERY_WORDING, problem);

const MISMATCH =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

function refusal(wording: Wording, problem: AuthProblem): AwsError {
  switch (problem.kind) {
    case "missing":
      return new AwsError(...wording.missing, "Request is missing Authentication Token");
    case "two-mechanisms":
    case "signature-v2":
    case "signature-v2-query-incomplete":
    case "unsupported-authorization":
      return new AwsError(...wording.incomplete, "Authorization header requires a signature of Signature Version 4 (AWS4-HMAC-SHA256).");
    case "malformed-header":
      return new AwsError(...wording.incomplete, `The authorization header is malformed; ${problem.detail}`);
    case "malformed-query":
      return new AwsError(...wording.incomplete, problem.detail);
    case "missing-date":
      return new AwsError(...wording.incomplete, "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
    case "wrong-region":
      return new AwsError(...wording.mismatch, `Credential should be scoped to a valid Region, not '${problem.given}'. `);
    case "too-skewed":
      return new AwsError(...wording.mismatch, skewMessage(problem.requestTime, problem.serverTime));
    case "not-yet-valid":
      return new AwsError(...wording.mismatch, "Signature not yet current");
    case "url-expired":
      return new AwsError(...wording.mismatch, skewMessage(problem.expiresAt, problem.serverTime));
    case "unknown-key":
    case "invalid-token":
      return new AwsError(...wording.unknownKey, "The security token included in the request is invalid.");
    case "expired-token":
      return new AwsError(...wording.expiredToken, "The security token included in the request is expired");
    case "headers-not-signed":
      return new AwsError(...wording.mismatch, `'${problem.names[0] ?? ""}' must be a 'SignedHeader' in the AWS Authorization.`);
    case "signature-mismatch":
      return new AwsError(...wording.mismatch, MISMATCH);
  }
}

function skewMessage(requestTime: number, serverTime: number): string {
  const [request, server] = [amzDateText(requestTime), amzDateText(serverTime)];
  return requestTime < serverTime
    ? `Signature expired: ${request} is now earlier than ${amzDateText(serverTime - MAX_SKEW_MS)} (${server} - 15 min.)`
    : `Signature not yet current: ${request} is still later than ${amzDateText(serverTime + MAX_SKEW_MS)} (${server} + 15 min.)`;
}
