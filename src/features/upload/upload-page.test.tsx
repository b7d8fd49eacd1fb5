// @vitest-environment happy-dom
import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import type { Aws } from "#aws/aws.ts";
import { AwsError } from "#domain/failure.ts";
import { renderSignedIn } from "#testing/render-signed-in.tsx";
import { UploadPage } from "./upload-page.tsx";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

const keyArn = "arn:aws:kms:us-east-1:111122223333:key/00000000-0000-4000-8000-000000000001";
const aws: Partial<Aws> = {
  getBucketRegion: () => Promise.resolve("us-east-1"),
  getBucketDefaultEncryption: () => Promise.resolve({ algorithm: "AES256", bucketKeyEnabled: false, blockedEncryptionTypes: [] }),
};
const open = (path = "/upload?bucket=keyseal-demo&prefix=in", world = aws) => renderSignedIn(<UploadPage />, { aws: world, path });

const pick = (...files: File[]) => userEvent.upload(screen.getByLabelText<HTMLInputElement>("Files to upload"), files);
const submit = () => userEvent.click(screen.getByRole("button", { name: /^Upload/ }));
const textFile = (name = "a b#%.txt") => new File(["hello"], name, { type: "text/plain" });

describe("the upload page", () => {
  it("uploads under the bucket's default with nothing but a file, never overwriting, and goes to the transfers", async () => {
    const page = await open();
    await pick(textFile());
    await submit();
    expect(page.started).toHaveLength(1);
    expect(page.started[0]?.[0]?.request).toEqual({
      ref: { bucket: "keyseal-demo", key: "in/a b#%.txt" },
      size: 5,
      contentType: "text/plain",
      settings: { serverSideEncryption: "bucket-default" },
      metadata: {},
      tags: {},
      storageClass: "STANDARD",
      checksumAlgorithm: "CRC64NVME",
      replaceExisting: false,
    });
    expect(page.path()).toBe("/transfers");
  });

  it("sends what the encryption fields say, and remembers the key", async () => {
    const page = await open();
    await pick(textFile());
    await userEvent.click(screen.getByRole("radio", { name: /^AWS KMS key \(SSE-KMS\)/ }));
    await userEvent.click(screen.getByRole("radio", { name: /Enter AWS KMS key ARN/ }));
    await userEvent.click(screen.getByRole("textbox", { name: /KMS key ARN/ }));
    await userEvent.paste(keyArn);
    await submit();
    expect(page.started[0]?.[0]?.request.settings).toMatchObject({ serverSideEncryption: "aws:kms", keyId: keyArn });
    expect(localStorage.getItem("keyseal.preferences")).toContain(keyArn);
  });

  it("shows the exact request headers before anything is sent", async () => {
    await open();
    await pick(textFile());
    await userEvent.click(screen.getByRole("radio", { name: /SSE-S3/ }));
    const headers = within(screen.getByRole("list", { name: "Request headers" })).getAllByRole("listitem");
    expect(headers.map(({ textContent }) => textContent)).toContain("x-amz-server-side-encryption: AES256");
    expect(screen.getByText(/KMS takes no part/)).toBeTruthy();
  });

  it("tells every problem at its field, moves to the first, and loses nothing typed", async () => {
    const page = await open("/upload?prefix=in");
    await userEvent.click(screen.getByRole("radio", { name: /^AWS KMS key \(SSE-KMS\)/ }));
    await submit();
    expect(page.started).toEqual([]);
    expect(screen.getByText("Add the files to upload.")).toBeTruthy();
    expect(screen.getByText("Choose or enter a bucket.")).toBeTruthy();
    expect(screen.getByText("Choose a KMS key.")).toBeTruthy();
    expect(screen.getByText("Not started: 3 fields above need your attention.")).toBeTruthy();
    expect(document.activeElement?.textContent).toContain("Add files");
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: /Prefix/ }).value).toBe("in");
    await pick(textFile());
    expect(screen.queryByText("Add the files to upload.")).toBeNull();
  });

  it("uploads the good files when one has a name that cannot be sent", async () => {
    const page = await open();
    const odd = textFile("x");
    Object.defineProperty(odd, "webkitRelativePath", { value: "dir/../x" });
    const files = screen.getByLabelText<HTMLInputElement>("Folder to upload");
    await userEvent.upload(files, [odd, textFile("good.txt")]);
    expect(screen.getByText(/a browser folds it away/)).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Upload 1 file" }));
    expect(page.started[0]?.map(({ request }) => request.ref.key)).toEqual(["in/good.txt"]);
  });

  it("opens the closed section when a problem lies in it", async () => {
    await open();
    await pick(textFile());
    await userEvent.click(screen.getByRole("button", { name: /Properties/ }));
    await userEvent.type(screen.getByRole("textbox", { name: /Content type/ }), "csv");
    await userEvent.click(screen.getByRole("button", { name: /Properties/ }));
    await submit();
    expect(screen.getByRole("button", { name: /Properties/ }).getAttribute("aria-expanded")).toBe("true");
    expect(screen.getByText(/A content type looks like/)).toBeTruthy();
  });

  it("aws-facts 8.1: says that a bucket that does not answer may be missing or have no CORS, and offers the rule", async () => {
    const silent = () => Promise.reject(new AwsError({ kind: "network-or-cors", service: "S3", operation: "HeadBucket", message: "Failed to fetch" }));
    await open(undefined, { ...aws, getBucketRegion: silent });
    expect((await screen.findAllByText(/it does not exist, or its CORS configuration does not allow/, undefined, { timeout: 10_000 })).length).toBeGreaterThan(0);
    expect(screen.getByRole("button", { name: /CORS rule/ })).toBeTruthy();
  });

  it("says the same of a bucket whose Region is known from the configuration", async () => {
    const silent = () => Promise.reject(new AwsError({ kind: "network-or-cors", service: "S3", operation: "GetBucketEncryption", message: "Failed to fetch" }));
    await open(undefined, { ...aws, getBucketDefaultEncryption: silent });
    expect((await screen.findAllByText(/its CORS configuration does not allow/, undefined, { timeout: 10_000 })).length).toBeGreaterThan(0);
    expect(screen.getByRole("button", { name: /CORS rule/ })).toBeTruthy();
  });
});
