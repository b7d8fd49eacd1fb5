import type { Endpoints } from "./config.ts";

/** Hosts under which AWS itself serves: all partitions, and the newer dual-stack names. */
const AWS_HOSTS = /\.(?:amazonaws\.com|amazonaws\.com\.cn|api\.aws)$/;

/** Whether S3 requests go to AWS: by its own address, or by one given for it (VPC endpoint, FIPS, dual-stack). */
export function isAwsS3({ s3 }: Endpoints): boolean {
  return s3 === undefined || AWS_HOSTS.test(new URL(s3).hostname);
}

/**
 * Whether KMS or STS can be asked at all. AWS has both, wherever an endpoint says. A server that is not AWS has what an endpoint was
 * given for and nothing else: its credentials and key names mean nothing to AWS, so AWS is never asked about them.
 */
export function offersService(endpoints: Endpoints, service: "kms" | "sts"): boolean {
  return endpoints[service] !== undefined || isAwsS3(endpoints);
}
