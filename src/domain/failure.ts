/** What every failure carries of the answer it came from. */
export interface FailureOrigin {
  /** `S3`, `KMS`, `STS` … the service that was called. */
  readonly service: string;
  /** AWS's name of the operation, e.g. `PutObject`. */
  readonly operation: string;
  /** AWS's error code, e.g. `KMS.DisabledException`; `undefined` when no answer came. */
  readonly code?: string | undefined;
  /** AWS's message, as answered. */
  readonly message: string;
  readonly httpStatus?: number | undefined;
  readonly requestId?: string | undefined;
  /** `x-amz-id-2`. */
  readonly extendedRequestId?: string | undefined;
}

/** Anything that can go wrong at AWS's door, told apart by what a person can do about it. */
export type AwsFailure = FailureOrigin &
  (
    | {
        readonly kind: "access-denied";
        /** e.g. `kms:GenerateDataKey`: an S3 403 may be KMS's doing (aws-facts 5.4). */
        readonly action?: string | undefined;
        readonly resource?: string | undefined;
        readonly deniedBy?: "identity-policy" | "resource-policy" | "session-policy" | "boundary" | "service-control-policy" | "none-allows" | undefined;
      }
    | {
        /** The KMS key cannot do it: disabled, pending deletion, wrong usage, unknown, other Region. */
        readonly kind: "key-unusable";
        readonly reason: "disabled" | "pending-deletion" | "pending-import" | "wrong-usage" | "not-found" | "other-region" | "unavailable";
        readonly keyArn?: string | undefined;
      }
    | { readonly kind: "not-found"; readonly what: "bucket" | "object" | "upload" | "key" | "configuration" | "other" }
    | { readonly kind: "precondition" }
    | { readonly kind: "invalid-request"; readonly argument?: string | undefined }
    | { readonly kind: "throttled"; readonly retryAfterSeconds?: number | undefined }
    | { readonly kind: "server-error" }
    | { readonly kind: "credentials-expired" }
    | { readonly kind: "credentials-invalid" }
    | { readonly kind: "clock-skew"; readonly serverTime?: number | undefined }
    | { readonly kind: "wrong-region"; readonly region?: string | undefined }
    | { /** No readable answer: CORS, offline, blocked or wrong address; a browser does not say which. */ readonly kind: "network-or-cors" }
    | { /** The server has no such API: an S3-compatible one need not have KMS, STS or bucket encryption. */ readonly kind: "not-offered" }
    | { readonly kind: "aborted" }
    | { /** A chosen file was changed, moved or deleted on disk before it was sent; what was chosen cannot be sent any more. */ readonly kind: "file-changed"; readonly fileName: string }
    | { readonly kind: "unknown" }
  );

/** An error that carries an `AwsFailure`: the only error that leaves `aws/`. */
export class AwsError extends Error {
  override readonly name = "AwsError";
  readonly failure: AwsFailure;
  constructor(failure: AwsFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** The failure that any thrown thing carries; what did not come from AWS's door becomes `unknown` with its own message. */
export function failureOf(error: unknown): AwsFailure {
  if (error instanceof AwsError) return error.failure;
  const message = error instanceof Error ? error.message : String(error);
  return { kind: "unknown", service: "Keyseal", operation: "", message };
}

/** Whether the same request may succeed when it is sent again by itself, without a person doing anything. */
export function isRetryable(failure: AwsFailure): boolean {
  return failure.kind === "throttled" || failure.kind === "server-error" || failure.kind === "network-or-cors";
}
