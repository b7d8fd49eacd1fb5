import { AwsError } from "#local-aws/protocol/aws-error.ts";

/** KMS's answers for which S3 documents a code of its own: the same name behind `KMS.`, always 400 (aws-facts 1.9). */
const PREFIXED = new Set([
  "NotFoundException",
  "DisabledException",
  "KMSInvalidStateException",
  "InvalidKeyUsageException",
  "KeyUnavailableException",
  "InvalidCiphertextException",
  "IncorrectKeyException",
]);

/**
 * Runs S3's inner calls to KMS and turns what KMS throws into what S3 answers: `KMS.<code>` with 400, and a denial as 403
 * `AccessDenied` in KMS's words (aws-facts 1.9 rows 1 to 10 and 21). Anything else passes unchanged.
 */
export async function withKmsErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof AwsError ? s3ErrorOfKms(error) : error;
  }
}

/** What S3 answers for one error of KMS. */
export function s3ErrorOfKms(error: AwsError): AwsError {
  // S3's message may not be empty, though KMS's is for a ciphertext or a context that does not match.
  const message = error.message || "The ciphertext or the encryption context does not match the KMS key.";
  if (error.code === "AccessDeniedException") return new AwsError(403, "AccessDenied", message);
  if (error.code === "ThrottlingException") return new AwsError(503, "SlowDown", "Please reduce your request rate.");
  if (PREFIXED.has(error.code)) return new AwsError(400, `KMS.${error.code}`, message);
  return error;
}
