import type { Clock, Random } from "#local-aws/services.ts";
import { base64, hex } from "./bytes.ts";
import type { ResponseIds } from "./error-response.ts";
import type { ServiceName } from "./service-name.ts";

/** Fresh ids for one answer: S3's are 16 capital hexadecimal digits and a base64 text, the other services' a UUID. */
export function newResponseIds(random: Random, service: ServiceName): ResponseIds {
  if (!isS3(service)) return { requestId: random.uuid(), hostId: "" };
  const bytes = random.bytes(56);
  return { requestId: hex(bytes.subarray(0, 8)).toUpperCase(), hostId: base64(bytes.subarray(8)) };
}

/** The headers that every answer of a service carries. `Date` is the server's clock: SDKs correct their own by it. */
export function idHeaders(service: ServiceName, ids: ResponseIds, clock: Clock): Readonly<Record<string, string>> {
  const date = new Date(clock.now()).toUTCString();
  if (!isS3(service)) return { "x-amzn-requestid": ids.requestId, date };
  return { "x-amz-request-id": ids.requestId, "x-amz-id-2": ids.hostId, server: "AmazonS3", date };
}

function isS3(service: ServiceName): boolean {
  return service === "s3" || service === "s3-control";
}
