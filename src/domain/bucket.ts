/** A bucket as the list shows it. What is not known yet is `undefined`; what may not be asked is a failure of its own query. */
export interface BucketSummary {
  readonly name: string;
  readonly region?: string | undefined;
  /** Milliseconds since the epoch; only ListBuckets tells it. */
  readonly createdAt?: number | undefined;
  /** Where the name came from. A bucket may have several sources. */
  readonly sources: readonly ("config" | "saved" | "listed")[];
}

/** A rule of a bucket's CORS configuration. */
export interface CorsRule {
  readonly id?: string | undefined;
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  readonly allowedHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds?: number | undefined;
}

/** Versioning of a bucket; `"Off"` when it was never enabled. */
export type BucketVersioning = "Enabled" | "Suspended" | "Off";

/** What is wrong with a bucket name by S3's naming rules for general purpose buckets, in words, or undefined. */
export function bucketNameProblem(name: string): string | undefined {
  if (name === "") return "Enter the name of a bucket.";
  if (name.startsWith("s3://") || name.startsWith("arn:")) return "Enter the name alone, without s3:// or arn:.";
  if (name.length < 3 || name.length > 63) return `A bucket name has 3 to 63 characters; this one has ${name.length}.`;
  if (/[A-Z]/.test(name)) return "A bucket name has no capital letters.";
  if (!/^[a-z0-9.-]+$/.test(name)) return "A bucket name has only lower-case letters, digits, hyphens and dots.";
  if (!/^[a-z0-9].*[a-z0-9]$/.test(name)) return "A bucket name begins and ends with a letter or digit.";
  if (name.includes("..")) return "A bucket name has no two dots in a row.";
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(name)) return "A bucket name is not formatted as an IP address.";
  return undefined;
}

/** Response headers this console reads; S3 takes no wildcard in ExposeHeaders, so each must be written out (aws-facts 8.2). */
export const CONSOLE_EXPOSE_HEADERS: readonly string[] = [
  "ETag",
  "x-amz-server-side-encryption",
  "x-amz-server-side-encryption-aws-kms-key-id",
  "x-amz-server-side-encryption-context",
  "x-amz-server-side-encryption-bucket-key-enabled",
  "x-amz-server-side-encryption-customer-algorithm",
  "x-amz-server-side-encryption-customer-key-MD5",
  "x-amz-version-id",
  "x-amz-delete-marker",
  "x-amz-request-id",
  "x-amz-id-2",
  "x-amz-checksum-crc32",
  "x-amz-checksum-crc32c",
  "x-amz-checksum-crc64nvme",
  "x-amz-checksum-sha1",
  "x-amz-checksum-sha256",
  "x-amz-checksum-type",
  "x-amz-storage-class",
  "x-amz-mp-parts-count",
  "x-amz-bucket-region",
  "Content-Range",
  "Accept-Ranges",
  "Date",
];

const CONSOLE_METHODS = ["GET", "PUT", "POST", "DELETE", "HEAD"];

/** Headers a browser shows whatever CORS says (aws-facts 8.2). */
const SAFELISTED = new Set(["cache-control", "content-language", "content-length", "content-type", "expires", "last-modified", "pragma"]);

/** The CORS rule that this console needs on a bucket, for a page at `origin` (aws-facts 8.2). */
export function consoleCorsRule(origin: string): CorsRule {
  return {
    allowedOrigins: [origin],
    allowedMethods: CONSOLE_METHODS,
    allowedHeaders: ["*"],
    exposeHeaders: CONSOLE_EXPOSE_HEADERS,
    maxAgeSeconds: 3000,
  };
}

/** How far a bucket's CORS configuration serves this console. */
export interface CorsHealth {
  readonly status: "ok" | "partial" | "none";
  readonly missingMethods: readonly string[];
  /** Response headers the console reads that no matching rule exposes, lower case. */
  readonly hiddenResponseHeaders: readonly string[];
}

/** Judges a CORS configuration for a page at `origin`. S3 applies the first rule that matches origin and method (aws-facts 8.1). */
export function corsHealth(rules: readonly CorsRule[] | "none", origin: string): CorsHealth {
  const missingMethods = CONSOLE_METHODS.filter((method) => matchingRule(rules, origin, method) === undefined);
  const hidden = CONSOLE_EXPOSE_HEADERS.map((name) => name.toLowerCase()).filter((name) => !exposesHeader(rules, origin, name));
  if (missingMethods.length === CONSOLE_METHODS.length) return { status: "none", missingMethods, hiddenResponseHeaders: hidden };
  return { status: missingMethods.length === 0 && hidden.length === 0 ? "ok" : "partial", missingMethods, hiddenResponseHeaders: hidden };
}

/** Whether a page at `origin` may read a response header of GET and HEAD answers. */
export function exposesHeader(rules: readonly CorsRule[] | "none", origin: string, header: string, method = "HEAD"): boolean {
  const name = header.toLowerCase();
  if (SAFELISTED.has(name)) return true;
  return matchingRule(rules, origin, method)?.exposeHeaders.some((exposed) => exposed.toLowerCase() === name) ?? false;
}

function matchingRule(rules: readonly CorsRule[] | "none", origin: string, method: string): CorsRule | undefined {
  if (rules === "none") return undefined;
  return rules.find((rule) => rule.allowedMethods.includes(method) && rule.allowedOrigins.some((pattern) => matchesOrigin(pattern, origin)));
}

/** An allowed origin may hold one `*` (aws-facts 8.1). */
function matchesOrigin(pattern: string, origin: string): boolean {
  const star = pattern.indexOf("*");
  if (star === -1) return pattern === origin;
  const head = pattern.slice(0, star);
  const tail = pattern.slice(star + 1);
  return origin.length >= head.length + tail.length && origin.startsWith(head) && origin.endsWith(tail);
}

/** A CORS configuration as `aws s3api put-bucket-cors --cors-configuration` and the S3 console take it. */
export function corsJson(rules: readonly CorsRule[]): string {
  const json = rules.map((rule) => ({
    ...(rule.id === undefined ? {} : { ID: rule.id }),
    AllowedOrigins: rule.allowedOrigins,
    AllowedMethods: rule.allowedMethods,
    AllowedHeaders: rule.allowedHeaders,
    ExposeHeaders: rule.exposeHeaders,
    ...(rule.maxAgeSeconds === undefined ? {} : { MaxAgeSeconds: rule.maxAgeSeconds }),
  }));
  return JSON.stringify({ CORSRules: json }, null, 2);
}
