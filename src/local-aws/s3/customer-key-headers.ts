import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { base64, fromBase64 } from "#local-aws/protocol/bytes.ts";
import type { Hashing } from "#local-aws/services.ts";
import { invalidArgument } from "./request-errors.ts";
import type { HeaderReader } from "./write-headers.ts";

/** A customer's own key as a request brings it, checked among its headers. It is for this request only: nothing of it is stored. */
export interface CustomerKey {
  /** 32 bytes. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** base64 of the key's MD5, as sent: answers give it back (aws-facts 1.1). */
  readonly md5: string;
}

/** The two sets of headers: for the object that is written or read, and for the source of a copy. */
export type CustomerKeyHeaders = "x-amz-server-side-encryption-customer-" | "x-amz-copy-source-server-side-encryption-customer-";

const TARGET: CustomerKeyHeaders = "x-amz-server-side-encryption-customer-";
const SSE_C = "Requests specifying Server Side Encryption with Customer provided keys must provide";
const NAMES = ["algorithm", "key", "key-md5"] as const;

/** Whether a request carries any of the SSE-C headers. */
export function hasCustomerKey(header: HeaderReader, prefix: CustomerKeyHeaders = TARGET): boolean {
  return NAMES.some((name) => header(prefix + name) !== undefined);
}

/**
 * Reads the SSE-C headers and checks them among themselves, in S3's order; undefined when none was sent.
 * @throws AwsError 400 of aws-facts 1.9 rows 24 to 28.
 */
export function readCustomerKey(header: HeaderReader, hashing: Hashing, prefix: CustomerKeyHeaders = TARGET): CustomerKey | undefined {
  if (!hasCustomerKey(header, prefix)) return undefined;
  const algorithm = header(`${prefix}algorithm`);
  const key = header(`${prefix}key`);
  const md5 = header(`${prefix}key-md5`)?.trim();
  if (algorithm !== undefined && algorithm !== "AES256") {
    throw new AwsError(400, "InvalidEncryptionAlgorithmError", "The Encryption request you specified is not valid. Supported value: AES256.", {
      details: { ArgumentName: "x-amz-server-side-encryption", ArgumentValue: algorithm },
    });
  }
  if (algorithm === undefined) throw refused(`${SSE_C} a valid encryption algorithm.`);
  if (key === undefined) throw refused(`${SSE_C} an appropriate secret key.`);
  const bytes = fromBase64(key.trim());
  if (bytes?.length !== 32) throw refused("The secret key was invalid for the specified algorithm.");
  if (md5 === undefined) throw refused(`${SSE_C} the client calculated MD5 of the secret key.`);
  const hasher = hashing.create("MD5");
  hasher.update(bytes);
  if (base64(hasher.digest()) !== md5) throw refused("The calculated MD5 hash of the key did not match the hash that was provided.");
  return { bytes, md5 };
}

/** S3 names this argument, and no value, whichever of the headers is at fault. */
function refused(message: string): AwsError {
  return invalidArgument(message, { ArgumentName: "x-amz-server-side-encryption", ArgumentValue: "null" });
}
