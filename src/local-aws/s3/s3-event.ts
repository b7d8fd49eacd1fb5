import type { ApiCaller, JsonObject, TouchedResource } from "#local-aws/cloudtrail/api-call.ts";
import { recordCall } from "#local-aws/cloudtrail/record-call.ts";
import { tlsDetailsOf } from "#local-aws/cloudtrail/tls-details.ts";
import type { S3Operation, S3Request, VerifiedBody } from "#local-aws/protocol/request-context.ts";
import { parseXml, type XmlElement } from "#local-aws/protocol/xml.ts";
import type { Services } from "#local-aws/services.ts";
import type { Bucket } from "#local-aws/world.ts";
import { s3OperationName } from "./operation-names.ts";
import { bucketArn } from "./request-bucket.ts";
import { SUBRESOURCE_NAMES } from "./subresources.ts";

/** Runs an operation; when it is a management one, its event is recorded, failures too (aws-facts 6.2 row 2). Others cost nothing. */
export function recordS3Call(services: Pick<Services, "clock" | "metadata" | "trail">, route: string, request: S3Request, operation: S3Operation): Promise<Response> {
  const name = s3OperationName(route, request.query);
  if (name?.event === undefined) return operation(request);
  const body = observedBody(request.body);
  const bucket = request.bucket === undefined ? undefined : services.metadata.get<Bucket>(["bucket", request.bucket]);
  const { origin } = request;
  const start = {
    eventSource: "s3.amazonaws.com",
    eventName: name.operation,
    readOnly: name.event === "read",
    region: bucket?.region ?? request.region,
    caller: callerOf(request),
    from: { ...origin, userAgent: `[${origin.userAgent}]` },
    ...tlsDetailsOf(request),
  } as const;
  return recordCall(services, start, () => operation({ ...request, body: body.body }), (response) => ({
    requestParameters: requestParameters(request, body.text()),
    responseElements: null,
    additionalEventData: {
      SignatureVersion: "SigV4",
      AuthenticationMethod: origin.authType === "REST-QUERY-STRING" ? "QueryString" : "AuthHeader",
      bytesTransferredIn: request.body.declaredLength ?? 0,
      bytesTransferredOut: Number(response?.headers.get("content-length") ?? 0),
    },
    resources: resourcesOf(request, bucket),
  }));
}

function callerOf({ caller }: S3Request): ApiCaller {
  return caller === undefined ? { kind: "anonymous" } : { kind: "principal", caller };
}

/** A bucket that is not there, or not yet, is told as the caller's account's. */
function resourcesOf({ bucket: name, caller }: S3Request, bucket: Bucket | undefined): TouchedResource[] {
  const accountId = bucket?.accountId ?? caller?.accountId;
  return name === undefined || accountId === undefined ? [] : [{ type: "AWS::S3::Bucket", arn: bucketArn(name), accountId, name }];
}

/** `bucketName`, `Host`, the subresource as a member without a value, and the document that was sent. */
function requestParameters({ bucket, headers, query }: S3Request, text: string | undefined): JsonObject {
  const subresources = [...query.keys()].filter((name) => SUBRESOURCE_NAMES.has(name));
  return {
    ...(bucket === undefined ? {} : { bucketName: bucket }),
    Host: headers.get("host") ?? "",
    ...Object.fromEntries(subresources.map((name) => [name, query.get(name) ?? ""])),
    ...documentOf(text),
  };
}

/** A bucket policy is JSON, everything else XML; what is neither is not told. */
function documentOf(text: string | undefined): JsonObject {
  if (text === undefined || text.trim() === "") return {};
  try {
    if (!text.trimStart().startsWith("<")) return { bucketPolicy: JSON.parse(text) };
    const root = parseXml(text);
    return { [root.name]: valueOf(root) };
  } catch {
    return {};
  }
}

function valueOf({ text, children }: XmlElement): unknown {
  if (children.length === 0) return text;
  const names = [...new Set(children.map(({ name }) => name))];
  return Object.fromEntries(
    names.map((name) => {
      const values = children.filter((child) => child.name === name).map(valueOf);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}

/** A body whose text is kept when the operation reads it. */
function observedBody(body: VerifiedBody): { readonly body: VerifiedBody; readonly text: () => string | undefined } {
  let seen: string | undefined;
  const text = async (maxBytes: number): Promise<string> => (seen = await body.text(maxBytes));
  return { body: { ...body, text }, text: () => seen };
}
