import { selfOf } from "#local-aws/cognito-idp/access-token.ts";
import { changeUser } from "#local-aws/cognito-idp/change-user.ts";
import { invalidParameter } from "#local-aws/cognito-idp/cognito-errors.ts";
import type { CognitoOperation, CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";

/** SetUserMFAPreference: turns the software token on or off. This stand-in sends no SMS and no mail, so those cannot be turned on. */
export function setUserMfaPreference(services: CognitoServices): CognitoOperation {
  return async (input) => {
    const { user } = await selfOf(services, input.requiredString("AccessToken"));
    for (const [member, name] of [["SMSMfaSettings", "SMS_MFA"], ["EmailMfaSettings", "EMAIL_OTP"]] as const) {
      if (input.structure(member)?.boolean("Enabled") === true) throw noDeliveryConfig(name);
    }
    const settings = input.structure("SoftwareTokenMfaSettings");
    if (settings === undefined) return {};
    const [enabled, preferred] = [settings.boolean("Enabled") ?? false, settings.boolean("PreferredMfa") ?? false];
    if (enabled && user.softwareToken === undefined) throw noDeliveryConfig("SOFTWARE_TOKEN_MFA");
    await changeUser(services, user, (current) => ({ ...current, softwareTokenMfaEnabled: enabled, softwareTokenMfaPreferred: enabled && preferred }));
    return {};
  };
}

function noDeliveryConfig(factor: string): Error {
  return invalidParameter(`User does not have delivery config set to turn on ${factor}`);
}
