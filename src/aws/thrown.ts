import { HttpResponse } from "@smithy/protocol-http";

/** What can be read of anything that was thrown by the SDK, a handler or the platform. */
export interface Thrown {
  readonly name: string;
  readonly message: string;
  readonly httpStatus?: number | undefined;
  readonly requestId?: string | undefined;
  readonly extendedRequestId?: string | undefined;
  /** Response headers, lower case; empty when no answer came. */
  readonly headers: Readonly<Record<string, string>>;
  /** Elements of the error document besides Code and Message, e.g. `Region`, `ArgumentName`. */
  readonly detail: (element: string) => string | undefined;
}

/** Reads a thrown thing. Never throws itself. */
export function readThrown(error: unknown): Thrown {
  if (typeof error !== "object" || error === null) return { name: "", message: String(error), headers: {}, detail: () => undefined };
  const get = (name: string): unknown => Reflect.get(error, name);
  const metadata = asRecord(get("$metadata"));
  const response = get("$response");
  const headers = HttpResponse.isInstance(response) ? lowerCase(response.headers) : {};
  const status = metadata["httpStatusCode"] ?? (HttpResponse.isInstance(response) ? response.statusCode : undefined);
  const detail = (element: string): string | undefined => asText(get(element)) ?? asText(asRecord(get("Error"))[element]);
  return {
    name: asText(get("name")) ?? "",
    message: asText(get("message")) ?? "",
    httpStatus: typeof status === "number" ? status : undefined,
    requestId: asText(metadata["requestId"]) ?? headers["x-amz-request-id"] ?? headers["x-amzn-requestid"] ?? detail("RequestId"),
    extendedRequestId: asText(metadata["extendedRequestId"]) ?? headers["x-amz-id-2"] ?? detail("HostId"),
    headers,
    detail,
  };
}

/** The Region that an answer says a bucket is in (aws-facts 1.9 row 34): by header, by the error document, or by its words. */
export function regionHint(thrown: Thrown): string | undefined {
  const endpoint = /s3[.-]([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com/.exec(thrown.detail("Endpoint") ?? "");
  return (
    thrown.headers["x-amz-bucket-region"] ??
    thrown.detail("Region") ??
    /expecting '([a-z0-9-]+)'/.exec(thrown.message)?.[1] ??
    endpoint?.[1]
  );
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function asText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
