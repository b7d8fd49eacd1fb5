import { authorize } from "#local-aws/iam/authorize.ts";
import type { S3ControlRequest } from "#local-aws/protocol/request-context.ts";
import { buildXml, malformedXml, type XmlMembers } from "#local-aws/protocol/xml.ts";
import type { Caller } from "#local-aws/world.ts";

/** Namespace of S3 Control's documents. */
const NAMESPACE = "http://awss3control.amazonaws.com/doc/2018-08-20/";
const MAX_BODY_BYTES = 262_144;

/** A request of S3 Control whose caller and account were checked. */
export interface ControlCall {
  readonly request: S3ControlRequest;
  readonly caller: Caller;
  /** As `x-amz-account-id` says: the caller's own. */
  readonly accountId: string;
  readonly region: string;
  /** The job that the path names. */
  readonly jobId: string;
}

/** One operation. Throws `AwsError`. */
export type ControlOperation = (call: ControlCall) => Promise<Response>;

/** Refuses what the caller's policies do not allow. */
export function authorizeControl(call: ControlCall, action: `s3:${string}` | "iam:PassRole", resource: string): void {
  const { caller, request, accountId } = call;
  authorize({ caller, origin: request.origin, action, resource, resourceAccountId: accountId, resourcePolicyMode: "in-addition" });
}

/** ARN of a job. */
export function jobArnOf({ region, accountId, jobId }: Pick<ControlCall, "region" | "accountId" | "jobId">): string {
  return `arn:aws:s3:${region}:${accountId}:job/${jobId}`;
}

/** The body as text. @throws AwsError 400 `MalformedXML` when it is too long to be a document of S3 Control */
export async function bodyText({ request }: ControlCall): Promise<string> {
  try {
    return await request.body.text(MAX_BODY_BYTES);
  } catch (error) {
    throw error instanceof RangeError ? malformedXml() : error;
  }
}

/** A document as the answer. */
export function controlAnswer(root: string, members: XmlMembers): Response {
  return new Response(buildXml(root, members, NAMESPACE), { status: 200, headers: { "content-type": "application/xml" } });
}
