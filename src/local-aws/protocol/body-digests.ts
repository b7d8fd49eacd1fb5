import type { Hasher, Hashing } from "#local-aws/services.ts";
import { AwsError } from "./aws-error.ts";
import { malformedTrailer } from "./aws-chunked.ts";
import { base64, equalTextInConstantTime, fromBase64, hex } from "./bytes.ts";
import { algorithmOfHeader, assertChecksumForm, badChecksum, declaredChecksumHeader, type Checksum } from "./checksums.ts";
import type { PayloadForm } from "./payload-form.ts";

/** The digests that a request promised of its body. */
export interface BodyDigests {
  update(bytes: Uint8Array): void;
  /** Takes a trailing field. Refuses one that was not announced, or that cannot be a checksum. */
  onTrailer(name: string, value: string): void;
  /** Compares everything with what was promised; throws the AwsError of the first that differs. Call once, at the end. */
  verify(): void;
  /** As `VerifiedBody.declaredChecksum`. */
  declaredChecksum(): Checksum | undefined;
}

/**
 * Reads the promises (`x-amz-content-sha256`, `Content-MD5`, `x-amz-checksum-*`, `x-amz-trailer`) and refuses those that cannot be
 * kept. `checksumIsOfBody` is false where the checksum headers describe something else (CompleteMultipartUpload: the object).
 */
export function createBodyDigests(hashing: Hashing, headers: Headers, form: PayloadForm, checksumIsOfBody: boolean): BodyDigests {
  const md5 = readContentMd5(headers);
  const header = checksumIsOfBody ? declaredChecksumHeader(headers) : undefined;
  const trailer = checksumIsOfBody ? readAnnouncedTrailer(headers, form) : undefined;
  if (header && trailer) {
    throw new AwsError(400, "InvalidRequest", "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
  }
  const algorithm = header?.algorithm ?? trailer;
  if (checksumIsOfBody) assertSdkAlgorithm(headers, algorithm);
  const sha256 = form.kind === "sha256" ? form.sha256 : undefined;
  const hashers = {
    sha256: sha256 === undefined ? undefined : hashing.create("SHA256"),
    md5: md5 === undefined ? undefined : hashing.create("MD5"),
    checksum: algorithm === undefined ? undefined : hashing.create(algorithm),
  };
  let declared = header ?? (algorithm && { algorithm, value: "" });

  return {
    update: (bytes) => {
      for (const hasher of Object.values(hashers)) hasher?.update(bytes);
    },
    onTrailer: (name, value) => {
      if (algorithm === undefined || algorithmOfHeader(name) !== trailer) throw malformedTrailer();
      declared = { algorithm, value };
      assertChecksumForm(declared, "trailing header");
    },
    verify: () => {
      if (trailer !== undefined && declared?.value === "") throw malformedTrailer();
      if (hashers.sha256 && sha256 !== undefined) verifySha256(hashers.sha256, sha256);
      if (hashers.md5 && md5 !== undefined) verifyMd5(hashers.md5, md5);
      if (hashers.checksum && declared && !equalTextInConstantTime(base64(hashers.checksum.digest()), declared.value)) {
        throw badChecksum(declared.algorithm);
      }
    },
    declaredChecksum: () => declared,
  };
}

function readContentMd5(headers: Headers): string | undefined {
  const value = headers.get("content-md5");
  if (value === null) return undefined;
  if (fromBase64(value)?.length === 16) return value;
  throw new AwsError(400, "InvalidDigest", "The Content-MD5 you specified was invalid.", { details: { "Content-MD5": value } });
}

function readAnnouncedTrailer(headers: Headers, form: PayloadForm): Checksum["algorithm"] | undefined {
  const announced = headers.get("x-amz-trailer");
  if (announced === null || form.kind !== "chunked" || !form.trailer) return undefined;
  const algorithm = algorithmOfHeader(announced.trim());
  if (algorithm === undefined) throw new AwsError(400, "InvalidRequest", "The value specified in the x-amz-trailer header is not supported");
  return algorithm;
}

/** The SDKs name the algorithm once more in a header of its own; it has to agree with what is there. */
function assertSdkAlgorithm(headers: Headers, algorithm: Checksum["algorithm"] | undefined): void {
  const named = headers.get("x-amz-sdk-checksum-algorithm");
  if (named === null) return;
  if (algorithm === undefined) {
    throw new AwsError(
      400,
      "InvalidRequest",
      "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.",
    );
  }
  if (named.toUpperCase() !== algorithm) throw new AwsError(400, "InvalidRequest", "Value for x-amz-sdk-checksum-algorithm header is invalid.");
}

function verifySha256(hasher: Hasher, promised: string): void {
  const computed = hex(hasher.digest());
  if (equalTextInConstantTime(computed, promised)) return;
  throw new AwsError(400, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.", {
    details: { ClientComputedContentSHA256: promised, S3ComputedContentSHA256: computed },
  });
}

function verifyMd5(hasher: Hasher, promised: string): void {
  const computed = base64(hasher.digest());
  if (equalTextInConstantTime(computed, promised)) return;
  throw new AwsError(400, "BadDigest", "The Content-MD5 you specified did not match what we received.", {
    details: { ExpectedDigest: promised, CalculatedDigest: computed },
  });
}
