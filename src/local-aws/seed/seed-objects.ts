import { base64, utf8 } from "#local-aws/protocol/bytes.ts";
import { buildXml, parseXml, S3_NAMESPACE, textOf } from "#local-aws/protocol/xml.ts";
import type { Services } from "#local-aws/services.ts";
import type { ObjectVersion } from "#local-aws/world.ts";
import { demoBuckets } from "./demo-buckets.ts";
import { demoObjects } from "./demo-objects.ts";
import type { DemoEncryption, DemoObject } from "./demo-objects.ts";
import type { AdminRequests, SeedRequest } from "./send-as-admin.ts";
import type { TimeMachine } from "./time-machine.ts";

const PART_BYTES = 8 * 1024 * 1024;

/** Puts the demo objects that are not there, version by version, as the admin would. */
export async function seedObjects(services: Services, { s3 }: AdminRequests, time: TimeMachine): Promise<void> {
  const made = new Map<string, number>();
  for (const object of demoObjects) {
    const name = `${object.bucket}/${object.key}`;
    const place = made.get(name) ?? 0;
    made.set(name, place + 1);
    // After a start that was cut short, a key may have its first versions already.
    if (versionCount(services, object) > place) continue;
    time.goTo(object.daysAgo);
    if (object.body === "delete") await s3({ ...addressOf(object), method: "DELETE" });
    else if ("text" in object.body) await s3({ ...addressOf(object), headers: writeHeaders(object), body: object.body.text });
    else await putInParts(s3, object, object.body.bytes);
  }
}

function versionCount(services: Services, { bucket, key }: DemoObject): number {
  return [...services.metadata.range<ObjectVersion>({ prefix: ["version", bucket, key] })].length;
}

function addressOf({ bucket, key }: DemoObject): Pick<SeedRequest, "bucket" | "key" | "region"> {
  return { bucket, key, region: demoBuckets.find(({ name }) => name === bucket)?.region ?? "us-east-1" };
}

function writeHeaders({ contentType, encryption, metadata = {} }: DemoObject): Readonly<Record<string, string>> {
  return {
    "content-type": contentType,
    ...encryptionHeaders(encryption),
    ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value])),
  };
}

/** Independent of the client's own code for the same headers, as the stand-in shares none with it. */
function encryptionHeaders({ algorithm, key, context, bucketKey }: DemoEncryption): Readonly<Record<string, string>> {
  const sse = "x-amz-server-side-encryption";
  return {
    ...(algorithm === undefined ? {} : { [sse]: algorithm }),
    ...(key === undefined ? {} : { [`${sse}-aws-kms-key-id`]: key.arn }),
    ...(context === undefined ? {} : { [`${sse}-context`]: base64(utf8(JSON.stringify(context))) }),
    ...(bucketKey === undefined ? {} : { [`${sse}-bucket-key-enabled`]: String(bucketKey) }),
  };
}

async function putInParts(s3: AdminRequests["s3"], object: DemoObject, length: number): Promise<void> {
  const address = addressOf(object);
  const created = await s3({ ...address, method: "POST", query: { uploads: "" }, headers: writeHeaders(object) });
  const uploadId = textOf(parseXml(await created.text()), "UploadId") ?? "";
  const parts: { PartNumber: number; ETag: string }[] = [];
  for (let offset = 0; offset < length; offset += PART_BYTES) {
    const PartNumber = parts.length + 1;
    const body = ledgerRows(Math.min(PART_BYTES, length - offset));
    const answer = await s3({ ...address, query: { partNumber: String(PartNumber), uploadId }, body });
    parts.push({ PartNumber, ETag: answer.headers.get("etag") ?? "" });
  }
  const body = buildXml("CompleteMultipartUpload", { Part: parts }, S3_NAMESPACE);
  const completed = await s3({ ...address, method: "POST", query: { uploadId }, body });
  // Complete may answer 200 and fail inside its body, which also has to be read to its end to be sure that it is done.
  const answer = parseXml(await completed.text());
  if (answer.name !== "CompleteMultipartUploadResult") throw new Error(`The demo upload failed: ${textOf(answer, "Message") ?? answer.name}`);
}

/** Rows of 32 bytes; a block of them repeats, which is quick to make. */
function ledgerRows(length: number): Uint8Array<ArrayBuffer> {
  const rows = Array.from({ length: 2048 }, (_, row) => `${String(row).padStart(8, "0")},2026-05-11,${String((row * 7919) % 10_000_000).padStart(11, "0")}\n`);
  const block = utf8(rows.join(""));
  const bytes = new Uint8Array(length);
  for (let offset = 0; offset < length; offset += block.length) bytes.set(block.subarray(0, Math.min(block.length, length - offset)), offset);
  return bytes;
}
