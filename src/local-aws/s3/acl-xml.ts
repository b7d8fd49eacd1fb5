import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { S3Request } from "#local-aws/protocol/request-context.ts";
import { childOf, childrenOf, parseXml, textOf, type XmlElement, type XmlMembers } from "#local-aws/protocol/xml.ts";
import { readText } from "./answers.ts";
import { writeHeaders, writeHeadersWithPrefix } from "./write-headers.ts";

const MAX_BODY_BYTES = 64 * 1024;
const XSI = "http://www.w3.org/2001/XMLSchema-instance";

/** The one ACL that there is: its owner may do everything. Owner and grantee have an id only, no DisplayName (aws-facts 1.8). */
export function ownerAclXml(ownerId: string): XmlMembers {
  const grantee = { "@xmlns:xsi": XSI, "@xsi:type": "CanonicalUser", ID: ownerId };
  return { Owner: { ID: ownerId }, AccessControlList: { Grant: { Grantee: grantee, Permission: "FULL_CONTROL" } } };
}

/** 400: the bucket's Object Ownership is BucketOwnerEnforced, as on every new bucket (aws-facts 5.5). */
export function aclsNotSupported(): AwsError {
  return new AwsError(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
}

/** Whether the headers of a request ask for an ACL that says more than that the bucket's owner has full control. */
export function asksForAcl(request: Pick<S3Request, "headers" | "query">): boolean {
  const acl = writeHeaders(request)("x-amz-acl");
  const neutral = acl === undefined || acl === "private" || acl === "bucket-owner-full-control";
  return !neutral || writeHeadersWithPrefix(request, "x-amz-grant-").size > 0;
}

/**
 * Takes the request of PutBucketAcl or PutObjectAcl if it changes nothing.
 * @throws AwsError 400 `AccessControlListNotSupported` for any other ACL, `MissingSecurityHeader` for none, `MalformedACLError`
 */
export async function acceptOwnerAcl(request: S3Request, ownerId: string): Promise<void> {
  if (asksForAcl(request)) throw aclsNotSupported();
  const text = await readText(request, MAX_BODY_BYTES);
  if (writeHeaders(request)("x-amz-acl") !== undefined) return;
  if (text === "") {
    throw new AwsError(400, "MissingSecurityHeader", "Your request was missing a required header", { details: { MissingHeaderName: "x-amz-acl" } });
  }
  const root = parseXml(text);
  if (root.name !== "AccessControlPolicy") {
    throw new AwsError(400, "MalformedACLError", "The XML you provided was not well-formed or did not validate against our published schema");
  }
  if (!isOwnerAcl(root, ownerId)) throw aclsNotSupported();
}

function isOwnerAcl(root: XmlElement, ownerId: string): boolean {
  const list = childOf(root, "AccessControlList");
  const [grant, ...others] = list === undefined ? [] : childrenOf(list, "Grant");
  if (grant === undefined || others.length > 0) return false;
  const grantee = childOf(grant, "Grantee");
  return grantee !== undefined && textOf(grantee, "ID") === ownerId && textOf(grant, "Permission") === "FULL_CONTROL";
}
