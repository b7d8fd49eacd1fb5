import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { ObjectVersion } from "#local-aws/world.ts";
import { decodeHeaderText, type HeaderReader } from "./write-headers.ts";

const HEADER = "x-amz-website-redirect-location";
const MAX_BYTES = 2048;

/**
 * Where a website would send those who ask for the object: kept and answered as a label, since no bucket here is a website. A copy has
 * only what its own request says.
 * @throws AwsError 400 `InvalidRedirectLocation` for what is no path and no web address; its text is inferred
 */
export function readWebsiteRedirect(header: HeaderReader): Pick<ObjectVersion, "websiteRedirectLocation"> {
  const value = header(HEADER);
  if (value === undefined) return {};
  if (!/^(?:\/|https?:\/\/)/.test(value) || value.length > MAX_BYTES) {
    throw new AwsError(400, "InvalidRedirectLocation", "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.");
  }
  return { websiteRedirectLocation: decodeHeaderText(value) };
}
