import { AwsError } from "./aws-error.ts";
import { buildXml } from "./xml.ts";
import { protocolOf, type ServiceName } from "./service-name.ts";

/** The ids that an answer carries. `hostId` is S3's extended one. */
export interface ResponseIds {
  readonly requestId: string;
  readonly hostId: string;
}

/** An error in S3's form. HEAD answers, and 304, have no body; HEAD's still say what it would have been. */
function s3ErrorResponse(error: AwsError, ids: ResponseIds, method: string): Response {
  const headers = new Headers({ "content-type": "application/xml", ...error.headers });
  if (error.status === 304) headers.delete("content-type");
  if (method === "HEAD" || error.status === 304) return new Response(null, { status: error.status, headers });
  const members = { Code: error.code, Message: error.message, ...error.details, RequestId: ids.requestId, HostId: ids.hostId };
  return new Response(buildXml("Error", members), { status: error.status, headers });
}

/** An error of a JSON 1.1 service (KMS, CloudTrail, Cognito). An empty message is left out, as KMS does (aws-facts 3.1). */
function jsonErrorResponse(error: AwsError): Response {
  const headers = new Headers({ "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": error.code, ...error.headers });
  const message = error.message === "" ? {} : { message: error.message };
  return new Response(JSON.stringify({ __type: error.code, ...message, ...error.details }), { status: error.status, headers });
}

/** An error of S3 Control: S3's own in an envelope. */
function controlErrorResponse(error: AwsError, ids: ResponseIds): Response {
  const members = { Error: { Code: error.code, Message: error.message, ...error.details }, RequestId: ids.requestId, HostId: ids.hostId };
  return new Response(buildXml("ErrorResponse", members), { status: error.status, headers: { "content-type": "application/xml", ...error.headers } });
}

const STS_NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

/** An error of a query service (STS). */
function queryErrorResponse(error: AwsError, ids: ResponseIds): Response {
  const headers = new Headers({ "content-type": "text/xml", ...error.headers });
  const Type = error.status >= 500 ? "Receiver" : "Sender";
  const members = { Error: { Type, Code: error.code, Message: error.message, ...error.details }, RequestId: ids.requestId };
  return new Response(buildXml("ErrorResponse", members, STS_NAMESPACE), { status: error.status, headers });
}

/** An error in the form of the service that was asked. */
export function errorResponse(service: ServiceName, error: AwsError, ids: ResponseIds, method: string): Response {
  switch (protocolOf(service)) {
    case "rest-xml":
      return service === "s3-control" ? controlErrorResponse(error, ids) : s3ErrorResponse(error, ids, method);
    case "json":
      return jsonErrorResponse(error);
    case "query":
      return queryErrorResponse(error, ids);
  }
}

/** What a defect of the stand-in itself is answered as: nothing of it goes out. */
export function internalError(service: ServiceName): AwsError {
  switch (service) {
    case "s3":
    case "s3-control":
      return new AwsError(500, "InternalError", "We encountered an internal error. Please try again.");
    case "kms":
      return new AwsError(500, "KMSInternalException", "The request was rejected because an internal exception occurred.");
    case "sts":
    case "cloudtrail":
      return new AwsError(500, "InternalFailure", "The request processing has failed because of an unknown error.");
    case "cognito-identity":
    case "cognito-idp":
      return new AwsError(500, "InternalErrorException", "Amazon Cognito encounters an internal error.");
  }
}
