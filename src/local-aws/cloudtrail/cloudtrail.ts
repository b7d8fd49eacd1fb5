import { createJsonService, type JsonService } from "#local-aws/protocol/json-service.ts";

/** AWS CloudTrail: LookupEvents (aws-facts 6). */
export function createCloudtrail(): JsonService {
  return createJsonService("cloudtrail", new Map());
}
