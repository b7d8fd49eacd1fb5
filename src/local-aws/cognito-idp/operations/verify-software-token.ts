import { selfOf } from "#local-aws/cognito-idp/access-token.ts";
import { invalidParameter } from "#local-aws/cognito-idp/cognito-errors.ts";
import type { CognitoOperation, CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { verifyInSession, wrongFirstCode } from "#local-aws/cognito-idp/mfa-setup.ts";
import { confirmToken } from "#local-aws/cognito-idp/software-token.ts";

/**
 * VerifySoftwareToken (aws-facts 4.3 row 6): the first code of a new token. It counts as used. In MFA_SETUP the token is
 * asked for from then on; by access token SetUserMFAPreference turns it on.
 */
export function verifySoftwareToken(services: CognitoServices): CognitoOperation {
  return async (input) => {
    const code = input.requiredString("UserCode", { min: 6, max: 6, pattern: /^[0-9]+$/ });
    const sessionId = input.string("Session", { min: 20, max: 2048 });
    const accessToken = input.string("AccessToken");
    const deviceName = input.string("FriendlyDeviceName", { max: 131072 });
    if (accessToken !== undefined) {
      const { user } = await selfOf(services, accessToken);
      if (!(await confirmToken(services, user, code, { deviceName, enable: false }))) throw wrongFirstCode();
      return { Status: "SUCCESS" };
    }
    if (sessionId === undefined) throw invalidParameter("Either AccessToken or Session is required.");
    return { Status: "SUCCESS", Session: await verifyInSession(services, sessionId, code, deviceName) };
  };
}
