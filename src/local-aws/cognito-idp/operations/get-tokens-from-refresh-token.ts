import { assertClientSecret, readClient } from "#local-aws/cognito-idp/app-client.ts";
import { refreshedAnswer } from "#local-aws/cognito-idp/authentication-result.ts";
import type { CognitoOperation, CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { readRefreshToken } from "#local-aws/cognito-idp/refresh.ts";

/** GetTokensFromRefreshToken: as REFRESH_TOKEN_AUTH, with the client's secret itself in place of a hash. */
export function getTokensFromRefreshToken(services: CognitoServices): CognitoOperation {
  return async (input, context) => {
    const refreshToken = input.requiredString("RefreshToken");
    const party = readClient(services, input);
    assertClientSecret(party, input.string("ClientSecret"));
    return refreshedAnswer(services, party, await readRefreshToken(services, party.pool, party.client, refreshToken), context);
  };
}
