import { AwsError } from "#local-aws/protocol/aws-error.ts";

/**
 * The errors of AWS KMS. All are HTTP 400, permission failures included (aws-facts 3.1); S3 puts `KMS.` before the code when one
 * of its own calls meets them (aws-facts 1.9).
 */
function kmsError(code: string, message: string): AwsError {
  return new AwsError(400, code, message);
}

/** No such key, alias or policy. */
export const notFound = (message: string): AwsError => kmsError("NotFoundException", message);

/** The identifier has none of the forms that the operation takes (aws-facts 1.9 row 1, 3.2). */
export const invalidKeyId = (keyId: string): AwsError => notFound(`Invalid keyId '${keyId}'`);

/** The identifier is well-formed, but nothing has it (aws-facts 1.9 row 2). */
export const keyDoesNotExist = (keyArn: string): AwsError => notFound(`Key '${keyArn}' does not exist`);

/** aws-facts 1.9 row 10. */
export const aliasNotFound = (aliasArn: string): AwsError => notFound(`Alias ${aliasArn} is not found.`);

/** An ARN of another Region than the one that was asked (aws-facts 1.9 row 3); the message names that Region only. */
export const arnOfOtherRegion = (region: string): AwsError => notFound(`Invalid arn ${region}`);

/** aws-facts 1.9 row 5. */
export const disabled = (keyArn: string): AwsError => kmsError("DisabledException", `${keyArn} is disabled.`);

/** The key's state does not allow the operation; `what` completes the sentence, e.g. `is pending deletion.` (aws-facts 3.6). */
export const invalidState = (keyArn: string, what: string): AwsError => kmsError("KMSInvalidStateException", `${keyArn} ${what}`);

/** The key's usage does not allow the operation (aws-facts 1.9 row 8, 3.8). */
export const invalidKeyUsage = (message: string): AwsError => kmsError("InvalidKeyUsageException", message);

/** A different context, another blob's bytes, or damage: AWS says no word about which (aws-facts 3.8). */
export const invalidCiphertext = (): AwsError => kmsError("InvalidCiphertextException", "");

/** Decrypt or ReEncrypt names a key that did not make the ciphertext (aws-facts 3.8). */
export const incorrectKey = (): AwsError =>
  kmsError("IncorrectKeyException", "The key ID in the request does not identify a CMK that can perform this operation.");

/** A parameter breaks a constraint of the API model or a rule of KMS. */
export const validation = (message: string): AwsError => kmsError("ValidationException", message);

/** A constraint of the API model, in the words that all AWS services share; `value` is undefined for secret members. */
export function constraint(member: string, value: string | undefined, rule: string): AwsError {
  const named = value === undefined ? "Value" : value === "null" ? "Value null" : `Value '${value}'`;
  return validation(`1 validation error detected: ${named} at '${member}' failed to satisfy constraint: ${rule}`);
}

/** The request's JSON does not have the shape of the API model. */
export const serialization = (message: string): AwsError => kmsError("SerializationException", message);

/** The key or a parameter is of a kind that the operation does not work with; AWS sends no message for keys (aws-facts 3.1). */
export const unsupported = (message = ""): AwsError => kmsError("UnsupportedOperationException", message);

/** A permission failure on a direct call (aws-facts 3.1, 5.4). */
export const accessDenied = (message: string): AwsError => kmsError("AccessDeniedException", message);

/** aws-facts 3.8. */
export const dryRunSucceeded = (): AwsError =>
  kmsError("DryRunOperationException", "The request would have succeeded, but the DryRun option is set.");

/** aws-facts 3.5. */
export const tagProblem = (message: string): AwsError => kmsError("TagException", message);

/** The error for a marker that this operation did not give out (aws-facts 3.4). */
export const invalidMarker = (): AwsError => kmsError("InvalidMarkerException", "Could not deserialize the marker");

/** A name that is taken (aws-facts 3.5). */
export const alreadyExists = (message: string): AwsError => kmsError("AlreadyExistsException", message);

/** A quota of KMS is used up (aws-facts 7). */
export const limitExceeded = (message: string): AwsError => kmsError("LimitExceededException", message);

/** Names under `alias/aws/` belong to AWS (aws-facts 3.5: code given there, text not established). */
export const notAuthorized = (message: string): AwsError => kmsError("NotAuthorizedException", message);

/** A key policy that is no policy (aws-facts 3.5). */
export const malformedPolicy = (message: string): AwsError => kmsError("MalformedPolicyDocumentException", message);

/** The name of a principal that is none, such as a grantee's. */
export const invalidArn = (message: string): AwsError => kmsError("InvalidArnException", message);

/** A grant token that stands for no grant (any more). */
export const invalidGrantToken = (): AwsError => kmsError("InvalidGrantTokenException", "The grant token is not valid.");

/** No grant of the key has that id: one that has not even the form of an id is invalid. */
export function grantNotFound(grantId: string): AwsError {
  return /^[0-9a-f]{64}$/.test(grantId) ? notFound(`Grant ID ${grantId} not found`) : kmsError("InvalidGrantIdException", `Invalid grant ID: ${grantId}`);
}

/** The request conflicts with something in progress. */
export const conflict = (message: string): AwsError => kmsError("ConflictException", message);

/** A signature that the key did not make over that message. AWS says no more. */
export const invalidSignature = (): AwsError => kmsError("KMSInvalidSignatureException", "");

/** An HMAC that the key did not make over that message. AWS says no more. */
export const invalidMac = (): AwsError => kmsError("KMSInvalidMacException", "");

/** An import token that was not given out for this key. */
export const invalidImportToken = (): AwsError => kmsError("InvalidImportTokenException", "The import token is invalid.");

/** An import token of more than 24 hours ago. */
export const expiredImportToken = (): AwsError => kmsError("ExpiredImportTokenException", "The import token has expired.");

/** Key material of another length, or other than the material that the key already had. */
export const incorrectKeyMaterial = (message: string): AwsError => kmsError("IncorrectKeyMaterialException", message);

/** RotateKeyOnDemand of an imported key for which no new material waits (aws-facts 3.7). */
export const withoutPendingMaterial = (keyArn: string): AwsError =>
  kmsError("KMSInvalidStateException", `No available key material pending rotation for the key: ${keyArn}.`);
