import type { Hashing } from "#local-aws/services.ts";
import type { SseAlgorithm } from "#local-aws/world.ts";
import { type CustomerKey, hasCustomerKey, readCustomerKey } from "./customer-key-headers.ts";
import { parseContextHeader } from "./encryption-context-header.ts";
import { invalidArgument } from "./request-errors.ts";
import type { HeaderReader } from "./write-headers.ts";

const SSE = "x-amz-server-side-encryption";
const KEY_ID = `${SSE}-aws-kms-key-id`;
const CONTEXT = `${SSE}-context`;
const BUCKET_KEY = `${SSE}-bucket-key-enabled`;

/** What the encryption headers of a write ask for, checked among themselves; bucket and KMS have not been asked yet. */
export interface EncryptionRequest {
  /** Undefined when the bucket's default shall decide. */
  readonly algorithm?: SseAlgorithm;
  /** Key id, key ARN, alias name or alias ARN, as sent. */
  readonly keyReference?: string;
  readonly context?: Readonly<Record<string, string>>;
  /** The header that `context` was read from, as sent: the answer gives it back (aws-facts 2.5). */
  readonly contextHeader?: string;
  readonly bucketKeyEnabled?: boolean;
  /** The customer's own key of an SSE-C request. */
  readonly customerKey?: CustomerKey;
}

/**
 * Reads and checks the encryption headers of PutObject, CopyObject and CreateMultipartUpload (aws-facts 1.1). The order is
 * S3's where it was observed: the clash with SSE-C comes before the SSE-C algorithm.
 * @throws AwsError 400 of aws-facts 1.9 rows 11 to 13, 18, 19 and 24 to 28.
 */
export function readEncryptionRequest(header: HeaderReader, hashing: Hashing): EncryptionRequest {
  const requested = header(SSE);
  if (requested !== undefined && hasCustomerKey(header)) {
    throw invalidArgument("Server Side Encryption with Customer provided key is incompatible with the encryption method specified", {
      ArgumentName: SSE,
      ArgumentValue: requested,
    });
  }
  const customerKey = readCustomerKey(header, hashing);
  const algorithm = requested === undefined ? undefined : parseAlgorithm(requested);
  const keyReference = header(KEY_ID);
  const contextHeader = header(CONTEXT);
  const isKms = algorithm === "aws:kms" || algorithm === "aws:kms:dsse";
  // Row 19 is not established for the context; a request that S3 cannot honour is refused as row 11 refuses a key.
  if ((keyReference !== undefined || contextHeader !== undefined) && !isKms) {
    throw invalidArgument(`Server Side Encryption with AWS KMS managed key requires HTTP header ${SSE} : aws:kms`, { ArgumentName: SSE });
  }
  const bucketKey = header(BUCKET_KEY);
  return {
    ...(algorithm === undefined ? {} : { algorithm }),
    ...(keyReference === undefined ? {} : { keyReference }),
    ...(contextHeader === undefined ? {} : { context: parseContextHeader(contextHeader), contextHeader }),
    ...(bucketKey === undefined ? {} : { bucketKeyEnabled: parseBucketKey(bucketKey) }),
    ...(customerKey === undefined ? {} : { customerKey }),
  };
}

/**
 * Refuses encryption headers where the upload decided already: UploadPart, UploadPartCopy, CompleteMultipartUpload.
 * @throws AwsError 400 `InvalidArgument` (aws-facts 1.9 row 14).
 */
export function refuseEncryptionHeaders(header: HeaderReader): void {
  for (const name of [SSE, KEY_ID, CONTEXT, BUCKET_KEY]) {
    const value = header(name);
    if (value === undefined) continue;
    throw invalidArgument(`${name} header is not supported for this operation.`, { ArgumentName: name, ArgumentValue: value });
  }
}

/** Whether a copy asks for an encryption of its own: such a copy onto itself changes something (aws-facts 1.6). */
export function asksForEncryption(request: EncryptionRequest): boolean {
  return request.algorithm !== undefined || request.bucketKeyEnabled !== undefined || request.customerKey !== undefined;
}

function parseAlgorithm(value: string): SseAlgorithm {
  if (value === "AES256" || value === "aws:kms" || value === "aws:kms:dsse") return value;
  throw invalidArgument("The encryption method specified is not supported", { ArgumentName: SSE, ArgumentValue: value });
}

/** Debian's awscli 2.9 sends `True`, so case does not matter. */
function parseBucketKey(value: string): boolean {
  const text = value.trim().toLowerCase();
  if (text === "true") return true;
  if (text === "false") return false;
  throw invalidArgument("The value specified for the bucket key must be true or false", { ArgumentName: BUCKET_KEY, ArgumentValue: value });
}
