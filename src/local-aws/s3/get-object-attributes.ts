import { CHECKSUM_ALGORITHMS } from "#local-aws/protocol/checksums.ts";
import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { XmlMembers } from "#local-aws/protocol/xml.ts";
import type { Services } from "#local-aws/services.ts";
import type { BodyPart, ObjectVersion } from "#local-aws/world.ts";
import { authorizeObject } from "./authorize-s3.ts";
import { xmlAnswer } from "./answers.ts";
import { type CustomerKeyServices, requestCustomerKey, requireCustomerKey, verifyCustomerKey } from "./customer-key-rules.ts";
import { tagsOf } from "./object-versions.ts";
import { readableVersion } from "./read-object.ts";
import { requestBucket } from "./request-bucket.ts";
import { invalidArgument, invalidRequest } from "./request-errors.ts";
import { versionIdHeaders } from "./response-headers.ts";
import { type HeaderReader, writeHeaders } from "./write-headers.ts";

const ATTRIBUTES = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"];
const MAX_PARTS = 1000;

/**
 * GetObjectAttributes: what `x-amz-object-attributes` lists, nothing of encryption (aws-facts 1.1 and 1.8). Needs s3:GetObject and
 * s3:GetObjectAttributes, or their actions on versions; and the customer's key of an object under SSE-C.
 */
export function getObjectAttributes(services: CustomerKeyServices & Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    const header = writeHeaders(request);
    const asked = readAttributes(header);
    const customerKey = requestCustomerKey(services, request);
    const action = request.query.has("versionId") ? "s3:GetObjectVersionAttributes" : "s3:GetObjectAttributes";
    const key = request.key ?? "";
    authorizeObject(request, action, bucket, key, tagsOf(services.metadata, bucket, key, request.query.get("versionId") ?? undefined));
    const version = readableVersion(services, request, bucket, { base: "s3:GetObject", version: "s3:GetObjectVersion" });
    requireCustomerKey(version.encryption, customerKey);
    await verifyCustomerKey(version.encryption, customerKey);
    const when = (name: string, value: XmlMembers[string]) => (asked.includes(name) ? value : undefined);
    return xmlAnswer(
      "GetObjectAttributesResponse",
      {
        ETag: when("ETag", version.etag),
        Checksum: when("Checksum", checksumXml(version)),
        ObjectParts: version.isMultipart && asked.includes("ObjectParts") ? partsXml(version, header) : undefined,
        StorageClass: when("StorageClass", version.storageClass),
        ObjectSize: when("ObjectSize", version.size),
      },
      { "last-modified": new Date(version.lastModified).toUTCString(), ...versionIdHeaders(bucket, version.versionId) },
    );
  };
}

function readAttributes(header: HeaderReader): string[] {
  const asked = (header("x-amz-object-attributes") ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (asked.length === 0) {
    throw invalidRequest("The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty");
  }
  const unknown = asked.find((name) => !ATTRIBUTES.includes(name));
  if (unknown === undefined) return asked;
  throw invalidArgument("Invalid attribute name specified.", { ArgumentName: "x-amz-object-attributes", ArgumentValue: unknown });
}

function checksumXml(version: ObjectVersion): XmlMembers | undefined {
  const members = checksumMembers(version.checksums);
  return Object.keys(members).length === 0 ? undefined : { ...members, ChecksumType: version.checksumType };
}

/** Single parts are listed only where they have checksums of their own; their number always. */
function partsXml(version: ObjectVersion, header: HeaderReader): XmlMembers {
  const count = { PartsCount: version.parts.length };
  if (version.parts.every(({ checksums }) => Object.keys(checksums ?? {}).length === 0)) return count;
  const maxParts = Math.min(readInteger(header, "x-amz-max-parts") ?? MAX_PARTS, MAX_PARTS);
  const marker = readInteger(header, "x-amz-part-number-marker") ?? 0;
  const rest = version.parts.filter(({ partNumber }) => partNumber > marker);
  const page = rest.slice(0, maxParts);
  return {
    ...count,
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.partNumber ?? 0,
    MaxParts: maxParts,
    IsTruncated: rest.length > page.length,
    Part: page.map((part) => ({ PartNumber: part.partNumber, Size: part.size, ...checksumMembers(part.checksums ?? {}) })),
  };
}

function checksumMembers(checksums: NonNullable<BodyPart["checksums"]>): XmlMembers {
  return Object.fromEntries(
    CHECKSUM_ALGORITHMS.flatMap((algorithm) => (checksums[algorithm] === undefined ? [] : [[`Checksum${algorithm}`, checksums[algorithm]]])),
  );
}

function readInteger(header: HeaderReader, name: string): number | undefined {
  const text = header(name);
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw invalidArgument(`Argument ${name} must be an integer between 0 and 2147483647`, { ArgumentName: name, ArgumentValue: text });
  return Number(text);
}
