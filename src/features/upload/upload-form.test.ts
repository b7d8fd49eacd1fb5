import { describe, expect, it } from "vitest";
import { addFiles, fileRows, noFiles, pickedFile } from "./picked-files.ts";
import { countProblems, emptyUploadDraft, parseUploadDraft, requestHeaders, requestOf, withKeyArn, type UploadDraft } from "./upload-form.ts";
import { uploadDestination } from "./upload-search.ts";

const keyArn = "arn:aws:kms:us-east-1:111122223333:key/00000000-0000-4000-8000-000000000001";
const rows = fileRows(addFiles(noFiles, [pickedFile("a.csv", new File(["x"], "a.csv", { type: "text/csv" }))]), "in");

function draft(change: Partial<UploadDraft> = {}): UploadDraft {
  return { ...emptyUploadDraft({ bucket: "keyseal-demo", prefix: "in" }), ...change };
}

function request(change: Partial<UploadDraft> = {}) {
  const form = draft(change);
  const parsed = parseUploadDraft(form, rows, { bucketRegion: "us-east-1" });
  const [row] = rows;
  if (!parsed.ok || row === undefined) throw new Error("the form should be right");
  return requestOf(row, form, parsed.shared);
}

function problems(change: Partial<UploadDraft>, where = {}) {
  const parsed = parseUploadDraft(draft(change), rows, where);
  return parsed.ok ? undefined : parsed.problems;
}

describe("the upload form", () => {
  it("asks for nothing but the file when nothing else is chosen: the bucket's default sends no encryption header", () => {
    expect(requestHeaders(request())).toEqual([
      ["if-none-match", "*"],
      ["content-type", "text/csv"],
      ["x-amz-checksum-crc64nvme", "(computed from the file)"],
    ]);
  });

  it("never overwrites unless it is told to", () => {
    expect(request().replaceExisting).toBe(false);
    expect(requestHeaders(request({ replaceExisting: true })).map(([name]) => name)).not.toContain("if-none-match");
  });

  it("shows every header that a full form sends", () => {
    const full = request({
      encryption: { ...draft().encryption, keyType: "aws:kms", chosenKeyArn: keyArn, contextRows: [{ key: "dept", value: "hr" }], bucketKey: "on" },
      metadata: [{ name: "Owner", value: "me" }],
      tags: [{ name: "a b", value: "c=d" }],
      storageClass: "STANDARD_IA",
      contentType: "text/plain; charset=utf-8",
    });
    expect(requestHeaders(full)).toEqual([
      ["x-amz-server-side-encryption", "aws:kms"],
      ["x-amz-server-side-encryption-aws-kms-key-id", keyArn],
      ["x-amz-server-side-encryption-context", "eyJkZXB0IjoiaHIifQ=="],
      ["x-amz-server-side-encryption-bucket-key-enabled", "true"],
      ["if-none-match", "*"],
      ["content-type", "text/plain; charset=utf-8"],
      ["x-amz-checksum-crc64nvme", "(computed from the file)"],
      ["x-amz-storage-class", "STANDARD_IA"],
      ["x-amz-meta-owner", "me"],
      ["x-amz-tagging", "a+b=c%3Dd"],
    ]);
  });

  it.each([
    ["no bucket", { bucket: " " }, "bucket"],
    ["a name no bucket can have", { bucket: "Not_A_Bucket" }, "bucket"],
    ["a prefix that a browser would fold away", { prefix: "a/../b" }, "prefix"],
    ["a content type that is none", { contentType: "csv" }, "contentType"],
  ])("tells %s at its field", (_, change, field) => {
    expect(problems(change)).toMatchObject({ [field]: expect.any(String) });
  });

  it("tells a missing key and a wrong context at once, each at its field", () => {
    const found = problems({ encryption: { ...draft().encryption, keyType: "aws:kms", contextRows: [{ key: "", value: "x" }] } });
    expect(found?.encryption.map(({ field }) => field)).toEqual(["key", "context-row"]);
  });

  it("aws-facts 1.9 row 3: refuses a key of another Region than the bucket's", () => {
    const encryption = { ...draft().encryption, keyType: "aws:kms" as const, keySource: "enter" as const, enteredKey: keyArn };
    expect(problems({ encryption }, { bucketRegion: "eu-west-1" })?.encryption[0]?.message).toMatch(/us-east-1.*eu-west-1/);
    expect(problems({ encryption }, { bucketRegion: "us-east-1" })).toBeUndefined();
  });

  it("refuses a bucket that S3 says does not exist", () => {
    expect(problems({}, { bucketMissing: true })?.bucket).toBe("There is no bucket of this name.");
  });

  it("asks for files, and says when none of them can go", () => {
    const none = parseUploadDraft(draft(), [], {});
    const bad = parseUploadDraft(draft(), rows.map((row) => ({ ...row, problem: "no" })), {});
    expect(none.ok || none.problems.files).toBe("Add the files to upload.");
    expect(bad.ok || bad.problems.files).toMatch(/^None of these files/);
    expect(none.ok ? 0 : countProblems(none.problems)).toBe(1);
  });

  it("aws-facts 1.3: sends the key's ARN where it is known, else what was entered", () => {
    const parsed = parseUploadDraft(draft({ encryption: { ...draft().encryption, keyType: "aws:kms", keySource: "enter", enteredKey: "alias/finance" } }), rows, {});
    if (!parsed.ok) throw new Error("the form should be right");
    expect(withKeyArn(parsed.shared.settings, (reference) => (reference === "alias/finance" ? keyArn : undefined))).toMatchObject({ keyId: keyArn });
    expect(withKeyArn(parsed.shared.settings, () => undefined)).toMatchObject({ keyId: "alias/finance" });
    expect(withKeyArn({ serverSideEncryption: "AES256" }, () => keyArn)).toEqual({ serverSideEncryption: "AES256" });
  });
});

describe("the link to the upload page", () => {
  it("names bucket and prefix; anything but text is passed over", () => {
    expect(uploadDestination({ bucket: "b", prefix: "p/" })).toEqual({ bucket: "b", prefix: "p/" });
    expect(uploadDestination({ bucket: 5, prefix: ["x"] })).toEqual({});
  });
});
