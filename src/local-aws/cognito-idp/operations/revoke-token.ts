import { assertClientSecret, readClient } from "#local-aws/cognito-idp/app-client.ts";
import type { CognitoOperation, CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { revokeRefreshToken } from "#local-aws/cognito-idp/revocation.ts";

/** RevokeToken: ends a refresh token and the access tokens made with it (aws-facts 4.3). */
export function revokeToken(services: CognitoServices): CognitoOperation {
  return async (input) => {
    const token = input.requiredString("Token");
    const party = readClient(services, input);
    assertClientSecret(party, input.string("ClientSecret"));
    await revokeRefreshToken(services, party, token);
    return {};
  };
}
