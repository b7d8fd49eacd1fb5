import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { readUploadForm } from "#local-aws/protocol/form-data.ts";
import type { S3Operation, S3Request } from "#local-aws/protocol/request-context.ts";
import { authenticatePolicy } from "#local-aws/protocol/sigv4/policy-signature.ts";
import { s3Refusal } from "#local-aws/protocol/sigv4/s3-refusal.ts";
import { SIGNING_ALGORITHM } from "#local-aws/protocol/sigv4/signing-key.ts";
import { verifyBody } from "#local-aws/protocol/verified-body.ts";
import { buildXml } from "#local-aws/protocol/xml.ts";
import type { Bucket, Caller } from "#local-aws/world.ts";
import { checkKeyLength } from "./object-attributes-request.ts";
import { headersOfFields, type PostFields, readPostFields } from "./post-fields.ts";
import { checkPostPolicy, parsePostPolicy, type PostPolicy } from "./post-policy.ts";
import { putBody } from "./put-object.ts";
import { requestBucket } from "./request-bucket.ts";
import { invalidArgument, preconditionFailed } from "./request-errors.ts";
import { sizedStream } from "./sized-stream.ts";
import { refuseOldSignatureForKms } from "./transport-security.ts";
import type { WriteServices } from "./write-request.ts";

/**
 * POST Object: a browser's form, whose signed policy says what may be uploaded (aws-facts 1.5). Once policy and signature hold, the
 * fields stand for the headers of the same names, and it is a PutObject like any other, bucket policies included.
 */
export function postObject(services: WriteServices): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    const contentType = request.headers.get("content-type") ?? "";
    if (!/^multipart\/form-data\s*;/i.test(contentType)) throw preconditionFailed("Bucket POST must be of the enclosure-type multipart/form-data");
    const form = await readUploadForm(request.body.stream, contentType);
    const fields = readPostFields(form.fields, form.file?.filename ?? "", bucket.name);
    const { caller, policy } = await authenticateForm(services, request, bucket, fields);
    const key = fields.get("key");
    if (key === undefined || key === "") throw missingField("key");
    checkKeyLength(key);
    if (form.file === undefined) {
      throw invalidArgument("POST requires exactly one file upload per request.", { ArgumentName: "file", ArgumentValue: "0" });
    }
    if (policy !== undefined) checkPostPolicy(policy, fields, services.clock.now());
    const headers = headersOfFields(fields);
    const body = verifyBody(services.hashing, {
      source: sizedStream(form.file.stream, policy?.contentLengthRange),
      headers,
      form: { kind: "unsigned" },
      signatures: undefined,
      checksumIsOfBody: true,
    });
    // The form's own headers are the envelope's; a host is what transport rules look at.
    headers.set("host", request.headers.get("host") ?? "");
    const answer = await putBody(services, {
      ...request,
      method: "PUT",
      headers,
      query: new URLSearchParams(),
      caller,
      origin: { ...request.origin, ...(caller === undefined ? {} : { authType: "POST" }) },
      key,
      body,
      // Only the file's end tells its size: `sizedStream` holds it to the limits.
    }, () => undefined);
    return successAnswer(answer, bucket, key, fields);
  };
}

/**
 * Who signed the form. Without any field of a signature it is an anonymous one, which only a bucket policy can allow, and which may
 * have no policy of its own.
 */
async function authenticateForm(
  services: WriteServices,
  request: S3Request,
  bucket: Bucket,
  fields: PostFields,
): Promise<{ readonly caller: Caller | undefined; readonly policy: PostPolicy | undefined }> {
  const policyText = fields.get("policy");
  const named = ["x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature"].filter((name) => fields.has(name));
  if (named.length === 0) {
    if (fields.has("awsaccesskeyid") || fields.has("signature")) {
      refuseOldSignatureForKms(fields.get("x-amz-server-side-encryption"), bucket);
      throw s3Refusal({ kind: "signature-v2" });
    }
    if (policyText !== undefined) throw new AwsError(403, "AccessDenied", "Access Denied");
    return { caller: undefined, policy: undefined };
  }
  if (policyText === undefined) throw missingField("policy");
  const field = (name: string): string => {
    const value = fields.get(name.toLowerCase());
    if (value === undefined) throw missingField(name);
    return value;
  };
  // S3 names the first that is missing in this order (aws-facts 1.5 rows 7 and 8).
  const algorithm = field("X-Amz-Algorithm");
  const signed = {
    policy: policyText,
    credential: field("X-Amz-Credential"),
    amzDate: field("X-Amz-Date"),
    signature: field("X-Amz-Signature"),
    sessionToken: fields.get("x-amz-security-token"),
    region: bucket.region,
  };
  if (algorithm !== SIGNING_ALGORITHM) {
    throw invalidArgument(`X-Amz-Algorithm only supports "${SIGNING_ALGORITHM} and AWS4-ECDSA-P256-SHA256"`, { ArgumentName: "X-Amz-Algorithm", ArgumentValue: algorithm });
  }
  const policy = parsePostPolicy(policyText);
  const caller = await authenticatePolicy(services, signed, { ...request.origin, authType: "POST" }, s3Refusal);
  return { caller, policy };
}

/** 204, or what `success_action_redirect` or `success_action_status` ask for; what S3 cannot make sense of counts as not sent (aws-facts 1.5). */
function successAnswer(put: Response, bucket: Bucket, key: string, fields: PostFields): Response {
  const etag = put.headers.get("etag") ?? "";
  // A capture of S3's answer (December 2022) has the key's slashes encoded too, here and in the document, and the document no namespace.
  const location = `https://${bucket.name}.s3.${bucket.region}.amazonaws.com/${encodeURIComponent(key)}`;
  const redirect = fields.get("success_action_redirect") ?? fields.get("redirect");
  const headers = new Headers(put.headers);
  headers.delete("content-length");
  if (redirect !== undefined && /^https?:\/\//i.test(redirect) && URL.canParse(redirect)) {
    const url = new URL(redirect);
    for (const [name, value] of [["bucket", bucket.name], ["key", key], ["etag", etag]] as const) url.searchParams.append(name, value);
    headers.set("location", url.href);
    return new Response(null, { status: 303, headers });
  }
  headers.set("location", location);
  const status = fields.get("success_action_status");
  if (status !== "201") return new Response(null, { status: status === "200" ? 200 : 204, headers });
  headers.set("content-type", "application/xml");
  return new Response(buildXml("PostResponse", { Location: location, Bucket: bucket.name, Key: key, ETag: etag }), { status: 201, headers });
}

function missingField(name: string): AwsError {
  // Two spaces, as S3 has them.
  const message = `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`;
  return invalidArgument(message, { ArgumentName: name, ArgumentValue: "" });
}

