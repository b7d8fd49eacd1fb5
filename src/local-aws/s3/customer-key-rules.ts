import { holdsCustomerKey } from "#local-aws/envelope/data-key.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { S3Request } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import type { Bucket, Caller, Encryption, MultipartUpload } from "#local-aws/world.ts";
import { type CustomerKey, type CustomerKeyHeaders, readCustomerKey } from "./customer-key-headers.ts";
import { invalidRequest } from "./request-errors.ts";
import { requireSecurityForCustomerKey } from "./transport-security.ts";
import { writeHeaders } from "./write-headers.ts";

/** What reading a customer's key off a request needs. */
export type CustomerKeyServices = Pick<Services, "hashing" | "settings">;

/**
 * Whether a bucket refuses writes under SSE-C. Since April 2026 every bucket does until `NONE` is put; here all do, old ones too, since
 * no account of this stand-in held such objects before (aws-facts 1.12).
 */
export function blocksCustomerKeys(bucket: Pick<Bucket, "blockedEncryptionTypes">): boolean {
  return bucket.blockedEncryptionTypes?.includes("NONE") !== true;
}

/**
 * Refuses an SSE-C write where the bucket blocks them; reads of objects that are there go on (aws-facts 1.12).
 * @throws AwsError 403 `AccessDenied` (aws-facts 1.9 row 23).
 */
export function refuseBlockedCustomerKey(bucket: Pick<Bucket, "blockedEncryptionTypes">, caller: Caller | undefined, resource: string): void {
  if (!blocksCustomerKeys(bucket)) return;
  if (caller === undefined) throw new AwsError(403, "AccessDenied", "Access Denied");
  throw new AwsError(
    403,
    "AccessDenied",
    `User: ${caller.arn} is not authorized to perform: s3:PutObject on resource: "${resource}" because this bucket has blocked ` +
      "upload requests that specify Server Side Encryption with Customer provided keys (SSE-C). Please specify a different " +
      "server-side encryption type",
  );
}

/**
 * The customer's key that a request brings for what it reads, or for a part; undefined when it brings none.
 * @throws AwsError 400 of aws-facts 1.9 rows 24 to 28, and for a key on an open line.
 */
export function requestCustomerKey(
  services: CustomerKeyServices,
  request: Pick<S3Request, "headers" | "query" | "secure">,
  prefix?: CustomerKeyHeaders,
): CustomerKey | undefined {
  const customerKey = readCustomerKey(writeHeaders(request), services.hashing, prefix);
  if (customerKey !== undefined) requireSecurityForCustomerKey(services.settings, request);
  return customerKey;
}

/**
 * Holds the presence of a customer's key in a read, or for a copy's source, against what it reads.
 * @throws AwsError 400 `InvalidRequest`: a key that is missing (aws-facts 1.9 row 29), or one that the object has no use for.
 */
export function requireCustomerKey(encryption: Encryption | undefined, customerKey: CustomerKey | undefined): void {
  const needed = encryption?.algorithm === "SSE-C";
  if (needed && customerKey === undefined) {
    throw invalidRequest("The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.");
  }
  if (!needed && customerKey !== undefined) throw invalidRequest("The encryption parameters are not applicable to this object.");
}

/**
 * Holds a customer's key against the one that an object was written with; call `requireCustomerKey` first.
 * @throws AwsError 403 `AccessDenied` for another key (aws-facts 1.9 row 30).
 */
export async function verifyCustomerKey(encryption: Encryption | undefined, customerKey: CustomerKey | undefined): Promise<void> {
  if (encryption === undefined || customerKey === undefined || (await holdsCustomerKey(encryption, customerKey.bytes))) return;
  throw new AwsError(403, "AccessDenied", "Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key.");
}

/**
 * Holds the presence of a customer's key on a part against its upload (aws-facts 1.7 row 7).
 * @throws AwsError 400 `InvalidRequest` for a key without need and for one that is missing.
 */
export function requireUploadCustomerKey({ encryption }: Pick<MultipartUpload, "encryption">, customerKey: CustomerKey | undefined): void {
  if ((encryption.algorithm === "SSE-C") === (customerKey !== undefined)) return;
  throw invalidRequest(
    "The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.",
  );
}

/**
 * Holds a part's customer key against the one of its upload (aws-facts 1.7 row 8).
 * @throws AwsError 400 `InvalidRequest` for another key.
 */
export async function verifyUploadCustomerKey({ encryption }: Pick<MultipartUpload, "encryption">, customerKey: CustomerKey | undefined): Promise<void> {
  if (customerKey === undefined || (await holdsCustomerKey(encryption, customerKey.bytes))) return;
  throw invalidRequest("The provided encryption parameters did not match the ones used originally.");
}
