import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  type CompletedPart,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  CopyObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutBucketEncryptionCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { demoKeys } from "#local-aws/seed.ts";
import { countBlobs } from "./count-blobs.ts";
import { gatedBody } from "./gated-body.ts";
import { refusal } from "./refusal.ts";
import { startWorld, type World } from "./world.ts";

const BUCKET = "multipart-plain";
const PART = 5 * 1024 ** 2;
const { finance, retired } = demoKeys;
const underFinance = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: finance.arn, BucketKeyEnabled: true } as const;
const first = new Uint8Array(PART).fill(1);
const last = new TextEncoder().encode("the end");
const whole = Buffer.concat([first, last]);

let world: World;
let s3: S3Client;
/** Sends and asks for no checksum of its own accord. */
let quiet: S3Client;

beforeAll(async () => {
  world = await startWorld();
  s3 = world.s3();
  quiet = world.s3();
  quiet.config.requestChecksumCalculation = async () => "WHEN_REQUIRED";
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
});

interface Upload {
  readonly Bucket: string;
  readonly Key: string;
  readonly UploadId: string;
}

async function create(Key: string, input: Partial<CreateMultipartUploadCommandInput> = {}, client = quiet): Promise<Upload> {
  const { UploadId = "" } = await client.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key, ...input }));
  return { Bucket: BUCKET, Key, UploadId };
}

async function uploadPart(upload: Upload, PartNumber: number, Body: Uint8Array, client = quiet): Promise<CompletedPart> {
  const { ETag, ChecksumCRC32, ChecksumCRC64NVME, ChecksumSHA256 } = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
  return { PartNumber, ETag, ChecksumCRC32, ChecksumCRC64NVME, ChecksumSHA256 };
}

function complete(upload: Upload, Parts: CompletedPart[], input: Partial<CompleteMultipartUploadCommandInput> = {}) {
  return quiet.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ...input }));
}

async function read(Key: string): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

const head = (Key: string) => s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key, ChecksumMode: "ENABLED" }));
const hexOf = (etag = "") => Buffer.from(etag.replaceAll('"', ""), "hex");
const compositeEtag = (parts: CompletedPart[]) =>
  `"${createHash("md5").update(Buffer.concat(parts.map((part) => hexOf(part.ETag)))).digest("hex")}-${parts.length}"`;

describe("multipart under SSE-S3 (aws-facts 1.7)", () => {
  it("aws-facts 1.7 row 4: joins parts: MD5s as part ETags, MD5 of them with -N, CRC64NVME of the whole", async () => {
    const upload = await create("plain");
    const parts = [await uploadPart(upload, 2, first), await uploadPart(upload, 7, last)];
    expect(parts[0]?.ETag).toBe(`"${createHash("md5").update(first).digest("hex")}"`);
    const answer = await complete(upload, parts);
    expect(answer).toMatchObject({ Bucket: BUCKET, Key: "plain", ETag: compositeEtag(parts), ServerSideEncryption: "AES256", ChecksumType: "FULL_OBJECT" });
    const single = await quiet.send(new PutObjectCommand({ Bucket: BUCKET, Key: "single", Body: whole }));
    expect(answer.ChecksumCRC64NVME).toBe(single.ChecksumCRC64NVME);
    expect((await read("plain")).equals(whole)).toBe(true);
    expect(await refusal(s3.send(new ListPartsCommand(upload)))).toMatchObject({ name: "NoSuchUpload", status: 404 });
  });

  it("aws-facts 1.6 row 11: a copy of the object has a plain MD5 and keeps CRC64NVME", async () => {
    const upload = await create("to copy");
    await complete(upload, [await uploadPart(upload, 1, last)]);
    const { CopyObjectResult } = await s3.send(new CopyObjectCommand({ Bucket: BUCKET, Key: "copied", CopySource: `${BUCKET}/to%20copy` }));
    expect(CopyObjectResult?.ETag).toBe(`"${createHash("md5").update(last).digest("hex")}"`);
    expect(CopyObjectResult?.ChecksumCRC64NVME).toBe((await head("to copy")).ChecksumCRC64NVME);
  });
});

describe("multipart under SSE-KMS (aws-facts 1.7)", () => {
  it("aws-facts 1.7 rows 1 to 4: says so at every step, and Complete has no checksum members though the object has a checksum", async () => {
    const context = btoa('{"dept":"hr"}');
    const input = { Bucket: BUCKET, Key: "sealed", ...underFinance, SSEKMSKeyId: finance.keyId, SSEKMSEncryptionContext: context };
    const created = await quiet.send(new CreateMultipartUploadCommand(input));
    expect(created).toMatchObject({ ...underFinance, SSEKMSEncryptionContext: context, Bucket: BUCKET, Key: "sealed" });
    const upload = { Bucket: BUCKET, Key: "sealed", UploadId: created.UploadId ?? "" };
    const part = await quiet.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: first }));
    expect(part).toMatchObject(underFinance);
    expect(part).not.toHaveProperty("SSEKMSEncryptionContext");
    const withChecksum = await s3.send(new UploadPartCommand({ ...upload, PartNumber: 9, Body: "test-sse" }));
    expect(withChecksum).toMatchObject({ ...underFinance, ChecksumCRC32: "KHcEKQ==" });
    expect(part.ETag).not.toBe(`"${createHash("md5").update(first).digest("hex")}"`);
    const parts = [{ PartNumber: 1, ETag: part.ETag }, await uploadPart(upload, 2, last)];
    const answer = await complete(upload, parts);
    expect(answer).toMatchObject({ ...underFinance, ETag: compositeEtag(parts) });
    expect(answer.ChecksumCRC64NVME).toBeUndefined();
    expect(answer.ChecksumType).toBeUndefined();
    expect(await head("sealed")).toMatchObject({ ...underFinance, ChecksumCRC64NVME: expect.any(String), ChecksumType: "FULL_OBJECT" });
    expect((await read("sealed")).equals(whole)).toBe(true);
  });

  it("aws-facts 1.7 row 6: fixes the encryption at Create: a new default changes nothing", async () => {
    const Bucket = "multipart-default-changes";
    await s3.send(new CreateBucketCommand({ Bucket }));
    const { UploadId = "" } = await quiet.send(new CreateMultipartUploadCommand({ Bucket, Key: "k" }));
    const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" } } as const;
    await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } }));
    const upload = { Bucket, Key: "k", UploadId };
    const answer = await complete(upload, [await uploadPart(upload, 1, last)]);
    expect(answer.ServerSideEncryption).toBe("AES256");
  });

  it("aws-facts 1.7 row 10: reports a bad key at Create already", async () => {
    const refused = (SSEKMSKeyId: string) => refusal(create("never", { ServerSideEncryption: "aws:kms", SSEKMSKeyId }));
    expect(await refused("fake-key-id")).toEqual({ name: "KMS.NotFoundException", message: "Invalid keyId 'fake-key-id'", status: 400 });
    expect(await refused(retired.arn)).toMatchObject({ name: "KMS.DisabledException" });
  });

  it("aws-facts 1.7 row 11: needs kms:Decrypt for parts: who may only generate data keys succeeds with small files and fails here", async () => {
    const uploader = world.s3("uploader");
    const upload = await create("uploader", { ServerSideEncryption: "aws:kms", SSEKMSKeyId: finance.arn }, uploader);
    expect(await refusal(uploadPart(upload, 1, last, uploader))).toMatchObject({ name: "AccessDenied", status: 403, message: expect.stringContaining("kms:Decrypt") });
  });

  it("aws-facts 1.7 row 8: takes no SSE-C key on a part of an upload without", async () => {
    const upload = await create("late key");
    const SSECustomerKey = "0123456789abcdef0123456789abcdef";
    const part = quiet.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: last, SSECustomerAlgorithm: "AES256", SSECustomerKey }));
    expect(await refusal(part)).toEqual({
      name: "InvalidRequest",
      status: 400,
      message: "The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.",
    });
  });
});

describe("multipart checksums (aws-facts 1.7)", () => {
  it("COMPOSITE: a SHA256 of each part, and a checksum of them with -N", async () => {
    const upload = await create("composite", { ChecksumAlgorithm: "SHA256" });
    const sent = async (PartNumber: number, Body: Uint8Array) => {
      const { ETag, ChecksumSHA256 } = await quiet.send(new UploadPartCommand({ ...upload, PartNumber, Body, ChecksumAlgorithm: "SHA256" }));
      return { PartNumber, ETag, ChecksumSHA256 };
    };
    const parts = [await sent(1, first), await sent(2, last)];
    const digests = [first, last].map((body) => createHash("sha256").update(body).digest());
    const expected = `${createHash("sha256").update(Buffer.concat(digests)).digest("base64")}-2`;
    expect(await complete(upload, parts)).toMatchObject({ ChecksumSHA256: expected, ChecksumType: "COMPOSITE" });
    expect(await head("composite")).toMatchObject({ ChecksumSHA256: expected, ChecksumType: "COMPOSITE" });
  });

  it("COMPOSITE: every part must bring its checksum, at its upload and at Complete", async () => {
    const upload = await create("strict", { ChecksumAlgorithm: "SHA256" });
    expect(await refusal(uploadPart(upload, 1, last))).toMatchObject({
      name: "InvalidRequest",
      message: "Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: null",
    });
    const { ETag } = await quiet.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: last, ChecksumAlgorithm: "SHA256" }));
    expect(await refusal(complete(upload, [{ PartNumber: 1, ETag }]))).toMatchObject({ name: "InvalidRequest", message: expect.stringContaining("missing for part 1") });
  });

  it("FULL_OBJECT: CRC32 of the whole, computed for parts that bring none; a wrong one at Complete is refused", async () => {
    const upload = await create("full", { ChecksumAlgorithm: "CRC32", ChecksumType: "FULL_OBJECT" });
    const parts = [await uploadPart(upload, 1, first), await uploadPart(upload, 2, last)];
    const single = await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "full single", Body: whole, ChecksumAlgorithm: "CRC32" }));
    expect(await refusal(complete(upload, parts, { ChecksumCRC32: "AAAAAA==" }))).toMatchObject({ name: "BadDigest", status: 400 });
    expect(await refusal(complete(upload, parts, { ChecksumType: "COMPOSITE" }))).toMatchObject({
      message: "The upload was created using the FULL_OBJECT checksum mode. The complete request must use the same checksum mode.",
    });
    const answer = await complete(upload, parts, { ChecksumCRC32: single.ChecksumCRC32, ChecksumType: "FULL_OBJECT" });
    expect(answer).toMatchObject({ ChecksumCRC32: single.ChecksumCRC32, ChecksumType: "FULL_OBJECT" });
  });

  it("aws-facts 1.7 row 17: refuses types that an algorithm does not have", async () => {
    expect(await refusal(create("never", { ChecksumAlgorithm: "CRC64NVME", ChecksumType: "COMPOSITE" }))).toEqual({
      name: "InvalidRequest",
      status: 400,
      message: "The COMPOSITE checksum type cannot be used with the crc64nvme checksum algorithm.",
    });
    for (const ChecksumAlgorithm of ["SHA1", "SHA256"] as const) {
      expect(await refusal(create("never", { ChecksumAlgorithm, ChecksumType: "FULL_OBJECT" }))).toEqual({
        name: "InvalidRequest",
        status: 400,
        message: `The FULL_OBJECT checksum type cannot be used with the ${ChecksumAlgorithm.toLowerCase()} checksum algorithm.`,
      });
    }
  });

  it("works with the SDK's default, a CRC32 with every part", async () => {
    const upload = await create("sdk default", {}, s3);
    const parts = [await uploadPart(upload, 1, first, s3), await uploadPart(upload, 2, last, s3)];
    await s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: parts } }));
    expect((await read("sdk default")).equals(whole)).toBe(true);
  });
});

describe("CompleteMultipartUpload checks its list (aws-facts 1.7)", () => {
  it("aws-facts 1.7 rows 14 and 15: needs parts, in order, that exist as listed", async () => {
    const upload = await create("list");
    const [one, two] = [await uploadPart(upload, 1, first), await uploadPart(upload, 2, last)];
    expect(await refusal(complete(upload, []))).toEqual({ name: "InvalidRequest", status: 400, message: "You must specify at least one part" });
    expect(await refusal(complete(upload, [two, one]))).toEqual({
      name: "InvalidPartOrder",
      status: 400,
      message: "The list of parts was not in ascending order. Parts must be ordered by part number.",
    });
    expect(await refusal(complete(upload, [one, one]))).toMatchObject({ name: "InvalidPartOrder" });
    expect(await refusal(complete(upload, [one, { PartNumber: 3, ETag: one.ETag }]))).toMatchObject({ name: "InvalidPart", status: 400 });
    expect(await refusal(complete(upload, [{ PartNumber: 1, ETag: two.ETag }]))).toMatchObject({ name: "InvalidPart" });
    expect(await refusal(head("list"))).toMatchObject({ status: 404 });
  });

  it("aws-facts 1.7 row 16: compares x-amz-mp-object-size", async () => {
    const upload = await create("sized");
    const parts = [await uploadPart(upload, 1, new TextEncoder().encode("four"))];
    expect(await refusal(complete(upload, parts, { MpuObjectSize: 5 }))).toEqual({
      name: "InvalidRequest",
      status: 400,
      message: "The provided 'x-amz-mp-object-size' header value 5 does not match what was computed: 4",
    });
    await expect(complete(upload, parts, { MpuObjectSize: 4 })).resolves.toBeDefined();
  });

  it("refuses a body that is no list", async () => {
    const upload = await create("malformed");
    const broken = world.s3();
    broken.middlewareStack.add(
      (next) => (args) => {
        const { request } = args;
        if (typeof request === "object" && request !== null && "body" in request) request.body = "<Nonsense/>";
        return next(args);
      },
      // Before the body's length and checksum are worked out.
      { step: "build", priority: "high" },
    );
    const call = broken.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: [{ PartNumber: 1, ETag: "x" }] } }));
    expect(await refusal(call)).toMatchObject({ name: "MalformedXML", status: 400 });
  });

  it("leaves out and deletes parts that are not listed", async () => {
    const before = await countBlobs(world);
    const upload = await create("subset");
    await uploadPart(upload, 1, first);
    const replaced = await uploadPart(upload, 1, last);
    await uploadPart(upload, 2, first);
    await complete(upload, [replaced]);
    expect((await read("subset")).toString()).toBe("the end");
    expect(await countBlobs(world)).toBe(before + 1);
  });

  it("aws-facts 1.4 row 6: If-None-Match holds at Complete too, and the upload stays", async () => {
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "taken", Body: "x" }));
    const upload = await create("taken");
    const parts = [await uploadPart(upload, 1, last)];
    expect(await refusal(complete(upload, parts, { IfNoneMatch: "*" }))).toMatchObject({ name: "PreconditionFailed", status: 412 });
    await expect(complete(upload, parts)).resolves.toBeDefined();
  });
});

describe("UploadPart, abort and copies (aws-facts 1.7)", () => {
  it("aws-facts 1.7 rows 12 and 13: refuses part numbers outside 1 to 10,000 and unknown uploads", async () => {
    const upload = await create("numbers");
    for (const number of [0, 10_001]) {
      expect(await refusal(uploadPart(upload, number, last))).toEqual({
        name: "InvalidArgument",
        status: 400,
        message: "Part number must be an integer between 1 and 10000, inclusive",
      });
    }
    expect(await refusal(uploadPart({ ...upload, UploadId: "none" }, 1, last))).toEqual({
      name: "NoSuchUpload",
      status: 404,
      message: "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    });
  });

  it("abort forgets the upload and its bodies", async () => {
    const before = await countBlobs(world);
    const upload = await create("aborted");
    await uploadPart(upload, 1, last);
    await s3.send(new AbortMultipartUploadCommand(upload));
    expect(await countBlobs(world)).toBe(before);
    expect(await refusal(s3.send(new AbortMultipartUploadCommand(upload)))).toMatchObject({ name: "NoSuchUpload" });
    expect(await refusal(uploadPart(upload, 1, last))).toMatchObject({ name: "NoSuchUpload" });
  });

  it("a part on its way when its upload is aborted is refused, and its body goes", async () => {
    const before = await countBlobs(world);
    const upload = await create("aborted midway");
    const body = gatedBody(last);
    const sending = refusal(quiet.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: body.stream, ContentLength: 2 * last.length })));
    await body.begun;
    await s3.send(new AbortMultipartUploadCommand(upload));
    body.finish();
    expect(await sending).toMatchObject({ name: "NoSuchUpload", status: 404 });
    expect(await countBlobs(world)).toBe(before);
  });

  it("copies ranges of an object under another key into parts", async () => {
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "range source", Body: whole, ...underFinance }));
    const upload = await create("from ranges");
    const CopySource = `${BUCKET}/range%20source`;
    const part = async (PartNumber: number, CopySourceRange?: string) => {
      const { CopyPartResult, ServerSideEncryption } = await quiet.send(new UploadPartCopyCommand({ ...upload, PartNumber, CopySource, CopySourceRange }));
      expect(ServerSideEncryption).toBe("AES256");
      return { PartNumber, ETag: CopyPartResult?.ETag };
    };
    const parts = [await part(1), await part(2, `bytes=${PART}-${PART + 2}`)];
    expect(parts[1]?.ETag).toBe(`"${createHash("md5").update("the").digest("hex")}"`);
    await complete(upload, parts);
    expect((await read("from ranges")).equals(Buffer.concat([whole, Buffer.from("the")]))).toBe(true);
    expect(await refusal(part(3, `bytes=0-${whole.length}`))).toMatchObject({ name: "NoSuchUpload" });
  });

  it("refuses a range beyond the source", async () => {
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "short", Body: "short" }));
    const upload = await create("never");
    const call = quiet.send(new UploadPartCopyCommand({ ...upload, PartNumber: 1, CopySource: `${BUCKET}/short`, CopySourceRange: "bytes=0-5" }));
    expect(await refusal(call)).toMatchObject({ name: "InvalidArgument", message: "Range specified is not valid for source object of size: 5" });
    const behind = quiet.send(new UploadPartCopyCommand({ ...upload, PartNumber: 1, CopySource: `${BUCKET}/short`, CopySourceRange: "bytes=100-200" }));
    expect(await refusal(behind)).toEqual({ name: "InvalidRequest", status: 400, message: "The specified copy range is invalid for the source object size" });
  });
});

describe("ListParts and ListMultipartUploads (aws-facts 1.7)", () => {
  it("aws-facts 1.7 row 18, 1.8 row 12: lists parts in order and in pages, without encryption", async () => {
    const upload = await create("listed", { ChecksumAlgorithm: "CRC32", ChecksumType: "FULL_OBJECT", ...underFinance });
    for (const number of [3, 1, 2]) await uploadPart(upload, number, last);
    const page = await s3.send(new ListPartsCommand({ ...upload, MaxParts: 2 }));
    expect(page).toMatchObject({ IsTruncated: true, NextPartNumberMarker: "2", MaxParts: 2, ChecksumAlgorithm: "CRC32", StorageClass: "STANDARD" });
    expect(page.Parts?.map((part) => [part.PartNumber, part.Size])).toEqual([[1, last.length], [2, last.length]]);
    expect(page.Parts?.[0]).toMatchObject({ ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/), LastModified: expect.any(Date), ChecksumCRC32: expect.any(String) });
    const rest = await s3.send(new ListPartsCommand({ ...upload, PartNumberMarker: page.NextPartNumberMarker }));
    expect(rest).toMatchObject({ IsTruncated: false, MaxParts: 1000, Parts: [{ PartNumber: 3 }] });
    expect(rest.Initiator).toEqual({ ID: "arn:aws:iam::111122223333:user/admin", DisplayName: "admin" });
  });

  it("lists uploads by key, then by initiation, with prefix, delimiter and markers", async () => {
    const Bucket = "multipart-listing";
    await s3.send(new CreateBucketCommand({ Bucket }));
    const start = async (Key: string) => (await quiet.send(new CreateMultipartUploadCommand({ Bucket, Key }))).UploadId ?? "";
    const ids = { b: await start("b.txt"), dirTwo: await start("dir/2"), dirOne: await start("dir/1"), a1: await start("a b.txt") };
    world.advance(1000);
    const a2 = (await world.s3().send(new CreateMultipartUploadCommand({ Bucket, Key: "a b.txt" }))).UploadId ?? "";
    const client = world.s3();
    const list = (input = {}) => client.send(new ListMultipartUploadsCommand({ Bucket, ...input }));
    const all = await list();
    expect(all.Uploads?.map((upload) => upload.UploadId)).toEqual([ids.a1, a2, ids.b, ids.dirOne, ids.dirTwo]);
    expect(all, "S3 names the last of a whole list too").toMatchObject({ IsTruncated: false, NextKeyMarker: "dir/2", NextUploadIdMarker: ids.dirTwo });
    expect(await list({ Prefix: "none" })).toMatchObject({ IsTruncated: false, NextKeyMarker: "", NextUploadIdMarker: "" });
    expect((await list({ Prefix: "dir/" })).Uploads?.map((upload) => upload.Key)).toEqual(["dir/1", "dir/2"]);
    const folders = await list({ Delimiter: "/" });
    expect(folders.Uploads).toHaveLength(3);
    expect(folders.CommonPrefixes).toEqual([{ Prefix: "dir/" }]);

    const page = await list({ MaxUploads: 1, EncodingType: "url" });
    expect(page).toMatchObject({ IsTruncated: true, NextKeyMarker: "a+b.txt", NextUploadIdMarker: ids.a1, EncodingType: "url" });
    const next = await list({ KeyMarker: "a b.txt", UploadIdMarker: ids.a1, MaxUploads: 2, Delimiter: "/" });
    expect(next.Uploads?.map((upload) => upload.UploadId)).toEqual([a2, ids.b]);
    const end = await list({ KeyMarker: next.NextKeyMarker, UploadIdMarker: next.NextUploadIdMarker, Delimiter: "/" });
    expect(end).toMatchObject({ IsTruncated: false, CommonPrefixes: [{ Prefix: "dir/" }] });
    expect((await list({ KeyMarker: "dir/", Delimiter: "/" })).CommonPrefixes).toBeUndefined();
  });
});
