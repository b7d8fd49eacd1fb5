import { AwsError } from "#local-aws/protocol/aws-error.ts";

/** The refusals of Cognito user pools, with the texts of aws-facts 4.3. All but internal ones are HTTP 400. */

export function notAuthorized(message: string): AwsError {
  return new AwsError(400, "NotAuthorizedException", message);
}

/** Wrong password, and with existence hiding an unknown user too: both must look the same. */
export function wrongPassword(): AwsError {
  return notAuthorized("Incorrect username or password.");
}

export function invalidParameter(message: string): AwsError {
  return new AwsError(400, "InvalidParameterException", message);
}

export function missingParameter(name: string): AwsError {
  return invalidParameter(`Missing required parameter ${name}`);
}

export function clientNotFound(clientId: string): AwsError {
  return new AwsError(400, "ResourceNotFoundException", `User pool client ${clientId} does not exist.`);
}

export function userPoolNotFound(userPoolId: string): AwsError {
  return new AwsError(400, "ResourceNotFoundException", `User pool ${userPoolId} does not exist.`);
}

export function userNotFound(): AwsError {
  return new AwsError(400, "UserNotFoundException", "User does not exist.");
}

export function userIsDisabled(): AwsError {
  return notAuthorized("User is disabled.");
}

export function userNotConfirmed(): AwsError {
  return new AwsError(400, "UserNotConfirmedException", "User is not confirmed.");
}

export function passwordResetRequired(): AwsError {
  return new AwsError(400, "PasswordResetRequiredException", "Password reset required for the user");
}

/** A session that never was, or is of another client, user or challenge. */
export function invalidSession(detail = "."): AwsError {
  return notAuthorized(`Invalid session for the user${detail}`);
}

/** A software token's code that is not the current one. */
export function wrongSoftwareTokenCode(): AwsError {
  return new AwsError(400, "CodeMismatchException", "Invalid code received for user");
}

/** A software token's code that was used before: the next one comes within 30 seconds. */
export function softwareTokenCodeUsed(): AwsError {
  return new AwsError(400, "ExpiredCodeException", "Your software token has already been used once.");
}

/** VerifySoftwareToken before AssociateSoftwareToken. */
export function softwareTokenNotFound(): AwsError {
  return new AwsError(400, "SoftwareTokenMFANotFoundException", "Software token MFA has not been associated for the user.");
}

/** @param problem what the policy misses, such as `Password not long enough` */
export function invalidPassword(problem: string): AwsError {
  return new AwsError(400, "InvalidPasswordException", `Password did not conform with policy: ${problem}`);
}
