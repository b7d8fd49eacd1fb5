import type { Location } from "#local-aws/protocol/locate.ts";
import { type ServiceName, targetedOperation } from "#local-aws/protocol/service-name.ts";
import { readCredential } from "#local-aws/protocol/sigv4/signature-parameters.ts";
import { s3OperationName } from "#local-aws/s3/operation-names.ts";
import { routeName } from "#local-aws/s3/router.ts";
import type { FaultMatch } from "./fault.ts";

/** What faults can ask about a request. Nothing of it is verified: a fault comes before the signature. */
export interface RequestFacts {
  readonly service: ServiceName;
  readonly operation: string | undefined;
  readonly method: string;
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  readonly accessKeyId: string | undefined;
  readonly partNumber: number | undefined;
}

/** Reads them off a request. */
export function factsOf(request: Request, location: Location): RequestFacts {
  const { service, address, target } = location;
  const query = new URLSearchParams(target.parameters.map(([name, value]) => [name, value]));
  const partNumber = query.get("partNumber");
  return {
    service,
    operation: service === "s3" ? s3Operation(request, address, query) : targetedOperation(service, request.headers.get("x-amz-target") ?? ""),
    method: request.method,
    ...address,
    accessKeyId: accessKeyOf(request.headers, query),
    partNumber: partNumber === null ? undefined : Number(partNumber),
  };
}

/** Whether a request is one of those that a fault is for. A preflight only is when the fault names its method. */
export function matchesFault({ service, operation, method, bucket, key, keyPrefix, accessKeyId, partNumber }: FaultMatch, facts: RequestFacts): boolean {
  const agrees = (wanted: string | number | undefined, given: string | number | undefined): boolean => wanted === undefined || wanted === given;
  if (facts.method === "OPTIONS" && method !== "OPTIONS") return false;
  return (
    agrees(service, facts.service) &&
    agrees(operation, facts.operation) &&
    agrees(method, facts.method) &&
    agrees(bucket, facts.bucket) &&
    agrees(key, facts.key) &&
    agrees(accessKeyId, facts.accessKeyId) &&
    agrees(partNumber, facts.partNumber) &&
    (keyPrefix === undefined || (facts.key ?? "").startsWith(keyPrefix))
  );
}

function s3Operation({ method, headers }: Request, address: Location["address"], query: URLSearchParams): string | undefined {
  try {
    return s3OperationName(routeName({ method, headers, query, ...address }), query)?.operation;
  } catch {
    // A request that no operation can be told of is refused by S3 itself.
    return undefined;
  }
}

function accessKeyOf(headers: Headers, query: URLSearchParams): string | undefined {
  const inHeader = /Credential=([^,\s]+)/.exec(headers.get("authorization") ?? "")?.[1];
  const credential = inHeader ?? query.get("X-Amz-Credential");
  return credential === null ? undefined : readCredential(credential)?.accessKeyId;
}
