import { type PendingBody, writeBody } from "#local-aws/envelope/body.ts";
import type { EnvelopeServices } from "#local-aws/envelope/envelope-services.ts";
import type { DataKey } from "#local-aws/envelope/data-key.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { base64, hex } from "#local-aws/protocol/bytes.ts";
import type { S3Request } from "#local-aws/protocol/request-context.ts";
import type { Hasher, Hashing, Random } from "#local-aws/services.ts";
import type { ChecksumAlgorithm, Encryption, ObjectVersion } from "#local-aws/world.ts";
import { entityTooLarge } from "./request-errors.ts";

/** Most bytes of one PUT, one part or one copy source: 5 GiB (aws-facts 7). */
export const MAX_BODY_BYTES = 5 * 1024 ** 3;

/** A body that was encrypted to a blob nobody sees yet, and what was measured of its plaintext on the way. */
export interface MeasuredBody {
  readonly pending: PendingBody;
  /** Without quotes. */
  readonly etag: string;
  readonly checksums: ObjectVersion["checksums"];
}

/**
 * Encrypts a body as it streams and measures it in the same pass. The ETag is the MD5 under SSE-S3 and 32 random hex digits
 * under KMS, where S3's is no digest of the data (aws-facts 1.4); `checksums` are of the plaintext under every encryption.
 */
export async function writeMeasuredBody(
  services: EnvelopeServices & { readonly hashing: Hashing },
  body: {
    readonly encryption: Pick<Encryption, "algorithm">;
    readonly dataKey: DataKey;
    readonly partNumber: number;
    readonly plaintext: ReadableStream<Uint8Array>;
    readonly algorithms: readonly ChecksumAlgorithm[];
    /** Called as the bytes pass. */
    readonly progress?: () => void;
  },
): Promise<MeasuredBody> {
  const md5 = body.encryption.algorithm === "AES256" ? services.hashing.create("MD5") : undefined;
  const hashers = body.algorithms.map((algorithm) => [algorithm, services.hashing.create(algorithm)] as const);
  const running: readonly Hasher[] = [...(md5 === undefined ? [] : [md5]), ...hashers.map(([, hasher]) => hasher)];
  const pending = await writeBody(services, {
    dataKey: body.dataKey,
    partNumber: body.partNumber,
    plaintext: body.plaintext,
    observe: (chunk) => {
      running.forEach((hasher) => hasher.update(chunk));
      body.progress?.();
    },
  });
  return {
    pending,
    etag: md5 === undefined ? randomEtag(services.random) : hex(md5.digest()),
    checksums: Object.fromEntries(hashers.map(([algorithm, hasher]) => [algorithm, base64(hasher.digest())])),
  };
}

/**
 * Encrypts the body of a request. Where the client declares a checksum, the verified value is taken over and that algorithm is
 * not computed twice; of `required` the rest is computed here. Nothing is pending when this throws.
 * @throws AwsError of the body's verification.
 */
export async function writeRequestBody(
  services: EnvelopeServices & { readonly hashing: Hashing },
  request: S3Request,
  body: {
    readonly encryption: Pick<Encryption, "algorithm">;
    readonly dataKey: DataKey;
    readonly partNumber: number;
    readonly required: readonly ChecksumAlgorithm[];
  },
): Promise<MeasuredBody> {
  // The algorithm is announced before the body; a trailer brings the value behind it.
  const announced = request.body.declaredChecksum()?.algorithm;
  const measured = await writeMeasuredBody(services, {
    ...body,
    plaintext: request.body.stream,
    algorithms: body.required.filter((algorithm) => algorithm !== announced),
  });
  const declared = request.body.declaredChecksum();
  return declared === undefined ? measured : { ...measured, checksums: { ...measured.checksums, [declared.algorithm]: declared.value } };
}

/**
 * Checks the declared length before a byte is read.
 * @throws AwsError 411 `MissingContentLength`; 400 `EntityTooLarge` above 5 GiB.
 */
export function checkDeclaredLength(length: number | undefined): void {
  if (length === undefined) throw new AwsError(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
  if (length > MAX_BODY_BYTES) throw entityTooLarge(length, MAX_BODY_BYTES);
}

function randomEtag(random: Random): string {
  return hex(random.bytes(16));
}
