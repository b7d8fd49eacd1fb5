import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { isoSeconds } from "#local-aws/protocol/iso-seconds.ts";
import { utf8 } from "#local-aws/protocol/bytes.ts";
import { amzDateText, MAX_SKEW_MS, type AuthProblem } from "./auth-problem.ts";

/** S3's answers to authentication problems (aws-facts 1.9 row 34, 1.13, 4.1). */
export function s3Refusal(problem: AuthProblem): AwsError {
  switch (problem.kind) {
    case "missing":
      return new AwsError(403, "AccessDenied", "Access Denied");
    case "two-mechanisms":
      return new AwsError(
        400,
        "InvalidArgument",
        "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
        { details: { ArgumentName: "Authorization" } },
      );
    case "signature-v2":
      return new AwsError(400, "InvalidRequest", "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.");
    case "signature-v2-query-incomplete":
      return new AwsError(403, "AccessDenied", "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters");
    case "unsupported-authorization":
      // AWS repeats the header's value as ArgumentValue; a Basic password does not belong into an answer, so we do not.
      return new AwsError(400, "InvalidArgument", "Unsupported Authorization Type", { details: { ArgumentName: "Authorization" } });
    case "malformed-header":
      return new AwsError(400, "AuthorizationHeaderMalformed", `The authorization header is malformed; ${problem.detail}`);
    case "malformed-query":
      return new AwsError(400, "AuthorizationQueryParametersError", problem.detail);
    case "wrong-region": {
      const text = `the region '${problem.given}' is wrong; expecting '${problem.expected}'`;
      const options = { details: { Region: problem.expected }, headers: { "x-amz-bucket-region": problem.expected } };
      return problem.form === "header"
        ? new AwsError(400, "AuthorizationHeaderMalformed", `The authorization header is malformed; ${text}`, options)
        : new AwsError(400, "AuthorizationQueryParametersError", `Error parsing the X-Amz-Credential parameter; ${text}`, options);
    }
    case "missing-date":
      return new AwsError(403, "AccessDenied", "AWS authentication requires a valid Date or x-amz-date header");
    case "too-skewed":
      return new AwsError(403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.", {
        details: {
          RequestTime: amzDateText(problem.requestTime),
          ServerTime: isoSeconds(problem.serverTime),
          MaxAllowedSkewMilliseconds: String(MAX_SKEW_MS),
        },
      });
    case "not-yet-valid":
      return new AwsError(403, "AccessDenied", "Request is not yet valid");
    case "url-expired":
      return new AwsError(403, "AccessDenied", "Request has expired", {
        details: {
          "X-Amz-Expires": String(problem.expiresSeconds),
          Expires: isoSeconds(problem.expiresAt),
          ServerTime: isoSeconds(problem.serverTime),
        },
      });
    case "unknown-key":
      return new AwsError(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", {
        details: { AWSAccessKeyId: problem.accessKeyId },
      });
    case "invalid-token":
      return new AwsError(400, "InvalidToken", "The provided token is malformed or otherwise invalid.");
    case "expired-token":
      return new AwsError(400, "ExpiredToken", "The provided token has expired.");
    case "headers-not-signed":
      return new AwsError(403, "AccessDenied", "There were headers present in the request which were not signed", {
        details: { HeadersNotSigned: problem.names.join(", ") },
      });
    case "signature-mismatch":
      return new AwsError(
        403,
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
        {
          details: {
            AWSAccessKeyId: problem.accessKeyId,
            StringToSign: problem.stringToSign,
            SignatureProvided: problem.signatureProvided,
            StringToSignBytes: spacedHex(problem.stringToSign),
            CanonicalRequest: problem.canonicalRequest,
            CanonicalRequestBytes: spacedHex(problem.canonicalRequest),
          },
        },
      );
  }
}

function spacedHex(text: string): string {
  return Array.from(utf8(text), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
