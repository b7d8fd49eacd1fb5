import { selfOf } from "#local-aws/cognito-idp/access-token.ts";
import type { CognitoOperation, CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { revokeAllTokenFamilies } from "#local-aws/cognito-idp/token-families.ts";

/** GlobalSignOut: ends every refresh token of the user, and its access tokens for this API. Managed login's cookie stays: `/logout` ends that. */
export function globalSignOut(services: CognitoServices): CognitoOperation {
  return async (input) => {
    const { user } = await selfOf(services, input.requiredString("AccessToken"));
    await revokeAllTokenFamilies(services, user);
    return {};
  };
}
