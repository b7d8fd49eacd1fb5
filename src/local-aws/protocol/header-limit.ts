import { AwsError } from "./aws-error.ts";

/** Most bytes of the names and values of a request's headers (aws-facts 7). */
const MAX_HEADER_BYTES = 8192;

/** Refuses what S3 never looks at: a request with more headers than it takes. @throws AwsError 400 `RequestHeaderSectionTooLarge` */
export function checkHeaderSection(headers: Headers): void {
  let size = 0;
  // Header text is Latin-1: one character a byte.
  for (const [name, value] of headers) size += name.length + value.length;
  if (size <= MAX_HEADER_BYTES) return;
  throw new AwsError(400, "RequestHeaderSectionTooLarge", "Your request header section exceeds the maximum allowed size.", {
    details: { MaxSizeAllowed: String(MAX_HEADER_BYTES) },
  });
}
