import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { equalTextInConstantTime } from "#local-aws/protocol/bytes.ts";
import { EMPTY_SHA256 } from "#local-aws/protocol/payload-form.ts";
import { scopeText, SIGNING_ALGORITHM, type CredentialScope, type Sign } from "./signing-key.ts";

/** Verifies the signatures of a streamed body: each one signs the one before it, so they are asked for in order. */
export interface ChunkSignatures {
  /** Verifies one chunk by the SHA-256 of its data. */
  verifyChunk(signature: string, dataSha256: string): void;
  /** Verifies the trailing header fields by the SHA-256 of their canonical text. */
  verifyTrailer(signature: string, trailerSha256: string): void;
}

/** What the signatures of the chunks start from: the request's own. */
export interface SeedSignature {
  readonly amzDate: string;
  readonly scope: CredentialScope;
  readonly signature: string;
}

/** The verifier of one request's chunks. Refuses with 403 SignatureDoesNotMatch. */
export function createChunkSignatures(sign: Sign, seed: SeedSignature): ChunkSignatures {
  let previous = seed.signature;

  function verify(kind: string, signature: string, hashes: readonly string[]): void {
    const expected = sign([`${SIGNING_ALGORITHM}-${kind}`, seed.amzDate, scopeText(seed.scope), previous, ...hashes].join("\n"));
    if (!equalTextInConstantTime(expected, signature)) {
      throw new AwsError(
        403,
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
      );
    }
    previous = signature;
  }

  return {
    verifyChunk: (signature, dataSha256) => verify("PAYLOAD", signature, [EMPTY_SHA256, dataSha256]),
    verifyTrailer: (signature, trailerSha256) => verify("TRAILER", signature, [trailerSha256]),
  };
}
