import { AwsError } from "#local-aws/protocol/aws-error.ts";

/*
 * The refusals of Cognito user pools, all HTTP 400, with the texts of aws-facts 4.3; texts that it does not have are AWS's as widely
 * quoted [inferred].
 */

/** NotAuthorizedException, which means many things: the message tells which. */
export function notAuthorized(message: string): AwsError {
  return new AwsError(400, "NotAuthorizedException", message);
}

/** Wrong password, and with existence hiding an unknown user too: both must look the same. */
export function wrongPassword(): AwsError {
  return notAuthorized("Incorrect username or password.");
}

/** InvalidParameterException. */
export function invalidParameter(message: string): AwsError {
  return new AwsError(400, "InvalidParameterException", message);
}

/** A member of AuthParameters or ChallengeResponses that is needed. */
export function missingParameter(name: string): AwsError {
  return invalidParameter(`Missing required parameter ${name}`);
}

/** aws-facts 4.3 row 24. */
export function clientNotFound(clientId: string): AwsError {
  return new AwsError(400, "ResourceNotFoundException", `User pool client ${clientId} does not exist.`);
}

/** A pool that is not there, or not in this Region. */
export function userPoolNotFound(userPoolId: string): AwsError {
  return new AwsError(400, "ResourceNotFoundException", `User pool ${userPoolId} does not exist.`);
}

/** Only for who may know: administrators, and clients that hide nobody (aws-facts 4.3 row 17). */
export function userNotFound(): AwsError {
  return new AwsError(400, "UserNotFoundException", "User does not exist.");
}

/** aws-facts 4.3 row 18. */
export function userIsDisabled(): AwsError {
  return notAuthorized("User is disabled.");
}

/** aws-facts 4.3 row 18. */
export function userNotConfirmed(): AwsError {
  return new AwsError(400, "UserNotConfirmedException", "User is not confirmed.");
}

/** aws-facts 4.3 row 24: ForgotPassword comes first. */
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
