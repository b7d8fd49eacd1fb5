import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { base64, fromBase64 } from "#local-aws/protocol/bytes.ts";
import type { Hashing } from "#local-aws/services.ts";
import type { Bucket, Caller } from "#local-aws/world.ts";
import { headerNotImplemented, invalidArgument, invalidRequest } from "./request-errors.ts";
import type { HeaderReader } from "./write-headers.ts";

const PREFIX = "x-amz-server-side-encryption-customer-";
const SOURCE_PREFIX = "x-amz-copy-source-server-side-encryption-customer-";
const SSE_C = "Requests specifying Server Side Encryption with Customer provided keys must provide";
const NAMES = ["algorithm", "key", "key-md5"] as const;

/** Whether a request carries any of the SSE-C headers. */
export function hasCustomerKey(header: HeaderReader): boolean {
  return NAMES.some((name) => header(PREFIX + name) !== undefined);
}

/**
 * Checks the SSE-C headers among themselves, in S3's order; nothing when none was sent.
 * @throws AwsError 400 of aws-facts 1.9 rows 24 to 28.
 */
export function checkCustomerKey(header: HeaderReader, hashing: Hashing): void {
  if (!hasCustomerKey(header)) return;
  const algorithm = header(`${PREFIX}algorithm`);
  const key = header(`${PREFIX}key`);
  const md5 = header(`${PREFIX}key-md5`);
  if (algorithm !== undefined && algorithm !== "AES256") {
    throw new AwsError(400, "InvalidEncryptionAlgorithmError", "The Encryption request you specified is not valid. Supported value: AES256.", {
      details: { ArgumentName: "x-amz-server-side-encryption", ArgumentValue: algorithm },
    });
  }
  if (algorithm === undefined) throw invalidArgument(`${SSE_C} a valid encryption algorithm.`);
  if (key === undefined) throw invalidArgument(`${SSE_C} an appropriate secret key.`);
  const bytes = fromBase64(key.trim());
  if (bytes?.length !== 32) throw invalidArgument("The secret key was invalid for the specified algorithm.");
  if (md5 === undefined) throw invalidArgument(`${SSE_C} the client calculated MD5 of the secret key.`);
  const hasher = hashing.create("MD5");
  hasher.update(bytes);
  if (base64(hasher.digest()) !== md5.trim()) {
    throw invalidArgument("The calculated MD5 hash of the key did not match the hash that was provided.");
  }
}

/**
 * The refusal of an SSE-C write. A bucket blocks them by default since April 2026 (aws-facts 1.9 row 23, 1.12); where that was
 * switched off the answer is 501, because this stand-in does not keep objects under customers' keys.
 */
export function customerKeyRefusal(bucket: Pick<Bucket, "blockedEncryptionTypes">, caller: Caller | undefined, resource: string): AwsError {
  if (bucket.blockedEncryptionTypes?.includes("NONE")) return headerNotImplemented(`${PREFIX}algorithm`);
  if (caller === undefined) return new AwsError(403, "AccessDenied", "Access Denied");
  return new AwsError(
    403,
    "AccessDenied",
    `User: ${caller.arn} is not authorized to perform: s3:PutObject on resource: "${resource}" because this bucket has blocked ` +
      "upload requests that specify Server Side Encryption with Customer provided keys (SSE-C). Please specify a different " +
      "server-side encryption type",
  );
}

/** @throws AwsError 400 `InvalidRequest` when a part, or Complete, brings SSE-C headers to an upload without (aws-facts 1.7). */
export function refuseCustomerKeyOnPart(header: HeaderReader): void {
  if (hasCustomerKey(header)) {
    throw invalidRequest(
      "The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.",
    );
  }
}

/**
 * @throws AwsError 400 `InvalidRequest` when a copy brings the SSE-C key of its source: no object here has one. The wording is
 * inferred from what S3 answers to a GET in the same situation.
 */
export function refuseSourceCustomerKey(header: HeaderReader): void {
  if (NAMES.some((name) => header(SOURCE_PREFIX + name) !== undefined)) {
    throw invalidRequest("The encryption parameters are not applicable to this object.");
  }
}
