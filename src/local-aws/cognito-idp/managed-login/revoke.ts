import type { CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { revokeRefreshToken } from "#local-aws/cognito-idp/revocation.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { authenticateClient } from "./client-authentication.ts";
import { emptyAnswer, oauthError } from "./oauth-answer.ts";
import { single, type WebCall } from "./web-call.ts";

const ERRORS: Readonly<Record<string, string>> = {
  UnsupportedTokenTypeException: "unsupported_token_type",
  UnsupportedOperationException: "invalid_request",
  UnauthorizedException: "unauthorized_client",
};

/** `POST /oauth2/revoke` (RFC 7009): ends a refresh token and all that was made with it. */
export async function revoke(services: CognitoServices, call: WebCall): Promise<Response> {
  const refreshToken = single(call.form, "token");
  if (refreshToken === undefined) return oauthError("invalid_request", "token is missing");
  const party = authenticateClient(services, call);
  if (party === undefined) return oauthError("invalid_client");
  try {
    await revokeRefreshToken(services, party, refreshToken);
    return emptyAnswer();
  } catch (error) {
    if (error instanceof AwsError) return oauthError(ERRORS[error.code] ?? "invalid_request", error.message);
    throw error;
  }
}
