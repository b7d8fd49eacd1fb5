import { canonicalUserId } from "#local-aws/iam/canonical-user-id.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import { malformedXml, parseXml } from "#local-aws/protocol/xml.ts";
import type { Services } from "#local-aws/services.ts";
import { ACCOUNT_ID, REGIONS, type Bucket } from "#local-aws/world.ts";
import { authorizeAccount } from "./authorize-s3.ts";
import { emptyAnswer, readText, singleChild, singleText } from "./answers.ts";
import { bucketArn } from "./request-bucket.ts";
import { OWNERSHIPS } from "./put-bucket-ownership.ts";
import { headerNotImplemented, invalidArgument } from "./request-errors.ts";
import type { Tag } from "./tag-rules.ts";
import { readTags } from "./tagging-xml.ts";

const MAX_BODY_BYTES = 64 * 1024;
const DEFAULT_REGION = "us-east-1";

/**
 * CreateBucket, in the Region that the request is signed for: its LocationConstraint has to say the same, and nothing in
 * us-east-1. A bucket of one's own is created again in us-east-1 only, and stays as it is. Needs s3:CreateBucket, and s3:TagResource
 * where it is given tags.
 */
export function createBucket(services: Pick<Services, "metadata" | "clock">): S3Operation {
  return async (request) => {
    const name = request.bucket ?? "";
    const { region, caller, headers } = request;
    const configuration = readConfiguration(await readText(request, MAX_BODY_BYTES));
    const { constraint, tags } = configuration;
    if (!isBucketName(name)) throw bucketError(400, "InvalidBucketName", "The specified bucket is not valid.", name);
    refuseUnsupported(headers);
    checkConstraint(constraint, region);
    authorizeAccount(request, "s3:CreateBucket", bucketArn(name), constraint ? { "s3:locationconstraint": [constraint] } : {});
    if (tags.length > 0) authorizeAccount(request, "s3:TagResource", bucketArn(name));
    const accountId = caller?.accountId ?? ACCOUNT_ID;
    await services.metadata.transact((transaction) => {
      const existing = transaction.get<Bucket>(["bucket", name]);
      if (existing === undefined) {
        const bucket: Bucket = { name, region, ownerId: canonicalUserId(accountId), accountId, createdAt: services.clock.now(), ...(tags.length === 0 ? {} : { tags }) };
        transaction.put(["bucket", name], bucket);
      } else if (existing.accountId !== accountId) {
        throw bucketError(409, "BucketAlreadyExists", "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.", name);
      } else if (existing.region !== DEFAULT_REGION || region !== DEFAULT_REGION) {
        throw bucketError(409, "BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.", name);
      }
    });
    return emptyAnswer(200, { location: region === DEFAULT_REGION ? `/${name}` : `http://${name}.s3.amazonaws.com/` });
  };
}

/** S3's rules for names of general purpose buckets. */
function isBucketName(name: string): boolean {
  return (
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes("..") &&
    !/^\d{1,3}(\.\d{1,3}){3}$/.test(name) &&
    !/^(xn--|sthree-|amzn-s3-demo-)/.test(name) &&
    !/(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name)
  );
}

function isRegion(text: string): boolean {
  return REGIONS.some((region) => region === text);
}

function readConfiguration(text: string): { readonly constraint: string | undefined; readonly tags: readonly Tag[] } {
  if (text.trim() === "") return { constraint: undefined, tags: [] };
  const root = parseXml(text);
  if (root.name !== "CreateBucketConfiguration") throw malformedXml();
  const constraint = singleText(root, "LocationConstraint");
  const tags = singleChild(root, "Tags");
  // `EU` is the old name of Ireland.
  return { constraint: constraint === "EU" ? "eu-west-1" : constraint, tags: tags === undefined ? [] : readTags(tags, "bucket") };
}

function checkConstraint(constraint: string | undefined, region: string): void {
  if (constraint === undefined || constraint === "") {
    if (region !== DEFAULT_REGION) throw illegalConstraint("unspecified");
    return;
  }
  if (constraint === DEFAULT_REGION || !isRegion(constraint)) {
    throw new AwsError(400, "InvalidLocationConstraint", "The specified location-constraint is not valid", { details: { LocationConstraint: constraint } });
  }
  if (constraint !== region) throw illegalConstraint(constraint);
}

function illegalConstraint(constraint: string): AwsError {
  return new AwsError(
    400,
    "IllegalLocationConstraintException",
    `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
}

/** New buckets have no ACLs (aws-facts 5.5), nor an ownership that would bring them; Object Lock is not part of this stand-in, and says so. */
function refuseUnsupported(headers: Headers): void {
  const acl = headers.get("x-amz-acl");
  if (acl !== null && acl !== "private") {
    throw new AwsError(400, "InvalidBucketAclWithObjectOwnership", "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
  }
  const ownership = headers.get("x-amz-object-ownership");
  if (ownership !== null && !OWNERSHIPS.includes(ownership)) {
    throw invalidArgument(`Invalid x-amz-object-ownership header: ${ownership}`, { ArgumentName: "x-amz-object-ownership" });
  }
  if (ownership !== null && ownership !== "BucketOwnerEnforced") throw headerNotImplemented("x-amz-object-ownership");
  const lock = "x-amz-bucket-object-lock-enabled";
  if (headers.get(lock)?.toLowerCase() === "true") throw headerNotImplemented(lock);
}

function bucketError(status: number, code: string, message: string, name: string): AwsError {
  return new AwsError(status, code, message, { details: { BucketName: name } });
}
