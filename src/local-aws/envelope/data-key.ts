import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { Caller, Encryption } from "#local-aws/world.ts";
import { bucketKeyForReading, bucketKeyForWriting } from "./bucket-key.ts";
import { authenticatedFields } from "./bytes.ts";
import { type CustomerKeyWrap, unwrapUnderCustomerKey, wrappedUnder, wrapUnderCustomerKey } from "./customer-key.ts";
import type { EnvelopeServices } from "./envelope-services.ts";
import { TamperedError, unwrapKey, wrapKey } from "./key-wrap.ts";
import { rootKey } from "./root-key.ts";

/** What a write shall be encrypted with, after the request's headers and the bucket's default were resolved. */
export interface ResolvedEncryption {
  readonly algorithm: Encryption["algorithm"];
  /** Key id, key ARN or alias, as named by the request or the bucket; undefined under KMS = the AWS managed key. */
  readonly keyReference?: string;
  readonly bucketKeyEnabled: boolean;
  /** What KMS is given: the bucket's ARN as `aws:s3:arn` when `bucketKeyEnabled`, else the object's (aws-facts 2.2). Required under KMS. */
  readonly effectiveContext?: Readonly<Record<string, string>>;
  /** The customer's own key, 32 bytes: required under SSE-C, and kept nowhere. */
  readonly customerKey?: Uint8Array<ArrayBuffer>;
}

/** The key of one object: opaque, and never extractable. DSSE-KMS has two, applied one over the other, inner first. */
export interface DataKey {
  readonly layers: readonly CryptoKey[];
}

/** Where an object lies and who asks: what `createDataKey` and `openDataKey` have in common. */
interface KeyRequest {
  /** Undefined = an anonymous request. */
  readonly caller?: Caller | undefined;
  /** The bucket's Region. */
  readonly region: string;
  readonly bucket: string;
  readonly key: string;
}

type Bytes = Uint8Array<ArrayBuffer>;

/** `Encryption.wrappedKey` as this folder writes it. */
type WrappedKey =
  | { readonly by: "s3-root-key"; readonly wrapped: Bytes }
  | { readonly by: "bucket-key"; readonly bucketKey: Bytes; readonly wrapped: Bytes }
  | { readonly by: "kms"; readonly blobs: readonly Bytes[] }
  | { readonly by: "wrapping-key"; readonly wrappingKey: Bytes; readonly wrapped: Bytes }
  | CustomerKeyWrap;

/** What a caller must be allowed to do with the key that an object's data key is wrapped under anew. */
const REWRAPPING = ["GenerateDataKey", "Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo"] as const;

/**
 * Makes a fresh data key for one object and says how it was wrapped.
 *
 * KMS is asked on every write but one under a bucket key that this requester already holds: then it only resolves the key, so
 * that a disabled key or a moved alias counts at once.
 * @throws what KmsForS3 throws; AwsError 400 `InvalidArgument` for an anonymous request under KMS (aws-facts 1.9 row 16).
 */
export async function createDataKey(
  services: EnvelopeServices,
  request: KeyRequest & { readonly resolved: ResolvedEncryption },
): Promise<{ readonly encryption: Encryption; readonly dataKey: DataKey }> {
  const { resolved, region } = request;
  if (resolved.algorithm === "AES256") {
    const plaintext = services.random.bytes(32);
    const wrapped = await wrapKey(services.random, await rootKey(services, region), plaintext, boundTo("s3-root-key", request));
    return sealed({ algorithm: "AES256" }, { by: "s3-root-key", wrapped }, [plaintext]);
  }
  if (resolved.algorithm === "SSE-C") {
    const plaintext = services.random.bytes(32);
    const wrap = await wrapUnderCustomerKey(services.random, required(resolved.customerKey), plaintext, boundTo("customer-key", request));
    return sealed({ algorithm: "SSE-C" }, wrap, [plaintext]);
  }

  const caller = signedCaller(request.caller);
  const { keyReference, effectiveContext, bucketKeyEnabled } = resolved;
  if (effectiveContext === undefined) throw new TypeError(`${resolved.algorithm} needs its effective encryption context`);
  const description = {
    algorithm: resolved.algorithm,
    effectiveContext,
    ...(resolved.algorithm === "aws:kms" ? { bucketKeyEnabled } : {}),
  };

  if (resolved.algorithm === "aws:kms" && bucketKeyEnabled) {
    const { keyArn } = await services.kms.resolve({ caller, region, keyReference, encryptionContext: effectiveContext });
    const bucketKey = await bucketKeyForWriting(services, { caller, region, keyArn, encryptionContext: effectiveContext });
    const plaintext = services.random.bytes(32);
    const wrapped = await wrapKey(services.random, bucketKey.plaintext, plaintext, boundTo("bucket-key", request));
    return sealed({ ...description, kmsKeyArn: keyArn }, { by: "bucket-key", bucketKey: bucketKey.ciphertextBlob, wrapped }, [plaintext]);
  }

  const generate = (reference: string | undefined) =>
    services.kms.generateDataKey({ caller, region, keyReference: reference, encryptionContext: effectiveContext });
  const first = await generate(keyReference);
  // The second layer's key comes from the key that the first one found: an alias may move between the two calls.
  const keys = resolved.algorithm === "aws:kms:dsse" ? [first, await generate(first.keyArn)] : [first];
  return sealed(
    { ...description, kmsKeyArn: first.keyArn },
    { by: "kms", blobs: keys.map((key) => key.ciphertextBlob) },
    keys.map((key) => key.plaintext),
  );
}

/** A request for the data key of something stored. `customerKey` has to be the right one under SSE-C: ask `holdsCustomerKey` first. */
export type OpenKeyRequest = KeyRequest & { readonly encryption: Encryption; readonly customerKey?: Uint8Array<ArrayBuffer> | undefined };

/**
 * Opens the data key of a stored object or upload.
 * @throws what KmsForS3 throws; AwsError 400 `InvalidArgument` for an anonymous request under KMS (aws-facts 1.9 row 16);
 * TamperedError when the row was put under another bucket or key, or changed, and under a wrong customer's key.
 */
export async function openDataKey(services: EnvelopeServices, request: OpenKeyRequest): Promise<DataKey> {
  return dataKeyOf(await openLayers(services, request));
}

/**
 * Wraps the data key of an object under SSE-S3 or SSE-KMS anew, under another KMS key; the body stays as it is. The data key itself must
 * stay, so without a bucket key it is wrapped by a data key that KMS makes for this object alone.
 * @throws as `openDataKey` and KmsForS3 do; the caller needs GenerateDataKey, Encrypt, Decrypt and both sides of ReEncrypt with the
 * new key, Decrypt and ReEncryptFrom with the old one (aws-facts 1.11).
 */
export async function rewrapDataKey(
  services: EnvelopeServices,
  request: OpenKeyRequest & { readonly keyArn: string; readonly bucketKeyEnabled: boolean; readonly effectiveContext: Readonly<Record<string, string>> },
): Promise<Encryption> {
  const { region, keyArn, bucketKeyEnabled, effectiveContext, encryption: old } = request;
  const caller = signedCaller(request.caller);
  await services.kms.resolve({ caller, region, keyReference: keyArn, encryptionContext: effectiveContext, operations: REWRAPPING });
  if (old.kmsKeyArn !== undefined && old.effectiveContext !== undefined) {
    await services.kms.resolve({ caller, region, keyReference: old.kmsKeyArn, encryptionContext: old.effectiveContext, operations: ["Decrypt", "ReEncryptFrom"] });
  }
  const [plaintext, ...others] = await openLayers(services, request);
  if (plaintext === undefined || others.length > 0) throw new TypeError("Only a single data key can be wrapped anew");
  const description = { algorithm: "aws:kms", kmsKeyArn: keyArn, bucketKeyEnabled, effectiveContext } as const;
  const keyRequest = { caller, region, keyArn, encryptionContext: effectiveContext };
  if (bucketKeyEnabled) {
    const bucketKey = await bucketKeyForWriting(services, keyRequest);
    const wrapped = await wrapKey(services.random, bucketKey.plaintext, plaintext, boundTo("bucket-key", request));
    return { ...description, wrappedKey: { by: "bucket-key", bucketKey: bucketKey.ciphertextBlob, wrapped } satisfies WrappedKey };
  }
  const made = await services.kms.generateDataKey({ ...keyRequest, keyReference: keyArn });
  const wrapped = await wrapKey(services.random, made.plaintext, plaintext, boundTo("wrapping-key", request));
  return { ...description, wrappedKey: { by: "wrapping-key", wrappingKey: made.ciphertextBlob, wrapped } satisfies WrappedKey };
}

/** Whether this is the customer's key that an object or upload under SSE-C was given. False for any other encryption. */
export async function holdsCustomerKey(encryption: Encryption, customerKey: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const wrappedKey = wrappedKeyOf(encryption);
  return wrappedKey.by === "customer-key" && wrappedUnder(wrappedKey, customerKey);
}

/** Only `sealed` below and `rewrapDataKey` write this field, and the store gives values back as they were. */
function wrappedKeyOf(encryption: Encryption): WrappedKey {
  return encryption.wrappedKey as WrappedKey;
}

async function openLayers(services: EnvelopeServices, request: OpenKeyRequest): Promise<readonly Bytes[]> {
  const { region, encryption } = request;
  const wrappedKey = wrappedKeyOf(encryption);
  if (wrappedKey.by === "s3-root-key") {
    return [await unwrapKey(await rootKey(services, region), wrappedKey.wrapped, boundTo("s3-root-key", request))];
  }
  if (wrappedKey.by === "customer-key") {
    return [await unwrapUnderCustomerKey(wrappedKey, required(request.customerKey), boundTo("customer-key", request))];
  }

  const caller = signedCaller(request.caller);
  const { kmsKeyArn, effectiveContext } = encryption;
  if (kmsKeyArn === undefined || effectiveContext === undefined) throw new TamperedError("The row of an object lacks its KMS key or its context");
  if (wrappedKey.by === "bucket-key") {
    const bucketKey = await bucketKeyForReading(services, {
      caller,
      region,
      keyArn: kmsKeyArn,
      encryptionContext: effectiveContext,
      ciphertextBlob: wrappedKey.bucketKey,
    });
    return [await unwrapKey(bucketKey.plaintext, wrappedKey.wrapped, boundTo("bucket-key", request))];
  }
  if (wrappedKey.by === "wrapping-key") {
    const { plaintext } = await services.kms.decrypt({ caller, region, ciphertextBlob: wrappedKey.wrappingKey, encryptionContext: effectiveContext });
    return [await unwrapKey(plaintext, wrappedKey.wrapped, boundTo("wrapping-key", request))];
  }
  const layers: Bytes[] = [];
  for (const ciphertextBlob of wrappedKey.blobs) {
    const { plaintext } = await services.kms.decrypt({ caller, region, ciphertextBlob, encryptionContext: effectiveContext });
    layers.push(plaintext);
  }
  return layers;
}

function required(customerKey: Bytes | undefined): Bytes {
  if (customerKey === undefined) throw new TypeError("SSE-C needs the customer's key");
  return customerKey;
}

async function sealed(
  description: Omit<Encryption, "wrappedKey">,
  wrappedKey: WrappedKey,
  plaintexts: readonly Bytes[],
): Promise<{ readonly encryption: Encryption; readonly dataKey: DataKey }> {
  return { encryption: { ...description, wrappedKey }, dataKey: await dataKeyOf(plaintexts) };
}

/** Data keys encrypt nothing themselves: each blob's own key is derived from them, see `frames.ts`. */
async function dataKeyOf(plaintexts: readonly Bytes[]): Promise<DataKey> {
  return { layers: await Promise.all(plaintexts.map((bytes) => crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveBits"]))) };
}

function boundTo(purpose: string, { bucket, key }: KeyRequest): Bytes {
  return authenticatedFields("keyseal data key", purpose, bucket, key);
}

function signedCaller(caller: Caller | undefined): Caller {
  if (caller !== undefined) return caller;
  const message = "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.";
  throw new AwsError(400, "InvalidArgument", message, { details: { ArgumentName: "Authorization", ArgumentValue: "null" } });
}
