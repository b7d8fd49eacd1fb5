/**
 * An error as AWS answers it. Thrown anywhere in the stand-in; the service's front turns it into that service's wire form
 * (S3 and STS: XML, KMS: JSON 1.1). `message` is never empty for S3 and STS: Debian's awscli dies on an empty one.
 */
export class AwsError extends Error {
  override readonly name = "AwsError";
  readonly status: number;
  readonly code: string;
  /** Extra XML elements of S3 errors, in order, e.g. `{ ArgumentName: "partNumber" }`; extra JSON members for KMS. */
  readonly details: Readonly<Record<string, string>>;
  /** Extra response headers, e.g. `x-amz-bucket-region`. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    options: { readonly details?: Readonly<Record<string, string>>; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = options.details ?? {};
    this.headers = options.headers ?? {};
  }
}
