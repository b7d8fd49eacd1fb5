import { selfOf } from "#local-aws/cognito-idp/access-token.ts";
import { invalidParameter } from "#local-aws/cognito-idp/cognito-errors.ts";
import type { CognitoOperation, CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { associateInSession } from "#local-aws/cognito-idp/mfa-setup.ts";
import { associateToken, newSoftwareTokenSecret } from "#local-aws/cognito-idp/software-token.ts";

/**
 * AssociateSoftwareToken (aws-facts 4.3 row 6): a new secret, by access token or in the middle of MFA_SETUP. A token that the
 * user has already stays good until VerifySoftwareToken has seen a code of the new one.
 */
export function associateSoftwareToken(services: CognitoServices): CognitoOperation {
  return async (input) => {
    const sessionId = input.string("Session", { min: 20, max: 2048 });
    const accessToken = input.string("AccessToken");
    if (accessToken !== undefined) {
      const secret = newSoftwareTokenSecret(services);
      await associateToken(services, (await selfOf(services, accessToken)).user, secret);
      return { SecretCode: secret };
    }
    if (sessionId === undefined) throw invalidParameter("Either AccessToken or Session is required.");
    const { secret, session } = await associateInSession(services, sessionId);
    return { SecretCode: secret, Session: session };
  };
}
