// @vitest-environment happy-dom
import { useEffect, useState } from "react";
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import type { Aws } from "#aws/aws.ts";
import { emptyEncryptionDraft, parseEncryptionDraft, type EncryptionDraft } from "#domain/encryption-draft.ts";
import { AwsError } from "#domain/failure.ts";
import { denied, renderSignedIn } from "#testing/render-signed-in.tsx";
import { sampleKey } from "#testing/samples.ts";
import { EncryptionFields } from "./encryption-fields.tsx";

afterEach(cleanup);

const finance = sampleKey(1, { aliases: ["alias/finance"] });
const hr = sampleKey(2, { aliases: ["alias/hr"], description: "Personnel files" });
const archive = sampleKey(3, { aliases: ["alias/archive"], keyState: "Disabled" });
const keys = [finance, hr, archive];

const aws: Partial<Aws> = {
  getBucketRegion: () => Promise.resolve("us-east-1"),
  getBucketDefaultEncryption: () => Promise.resolve({ algorithm: "aws:kms", keyAsStored: finance.keyId, bucketKeyEnabled: true, blockedEncryptionTypes: [] }),
  listKeys: () => Promise.resolve(keys.map(({ keyId, arn, aliases }) => ({ keyId, arn, aliases }))),
  describeKey: (_, reference) => {
    const found = keys.find(({ keyId, arn }) => reference === keyId || reference === arn);
    return found === undefined ? denied("DescribeKey", "KMS") : Promise.resolve({ ...found, aliases: [] });
  },
};

let draft: EncryptionDraft;
function Fields({ start = {}, problem }: { readonly start?: Partial<EncryptionDraft>; readonly problem?: string }) {
  const [state, setState] = useState<EncryptionDraft>({ ...emptyEncryptionDraft, ...start });
  useEffect(() => {
    draft = state;
  }, [state]);
  return (
    <EncryptionFields
      draft={state}
      onChange={setState}
      problems={problem === undefined ? [] : [{ field: "key", message: problem }]}
      bucket="keyseal-demo"
      target={{ bucket: "keyseal-demo", key: "a/b c.txt" }}
    />
  );
}

const enter = async (text: string) => {
  const input = screen.getByRole("textbox", { name: /KMS key ARN/ });
  await userEvent.click(input);
  await userEvent.paste(text);
  return input;
};
const choose = (name: RegExp) => userEvent.click(screen.getByRole("radio", { name }));
const settings = () => {
  const parsed = parseEncryptionDraft(draft);
  return parsed.ok ? parsed.settings : parsed.problems;
};
const effective = () => within(screen.getByRole("list", { name: "Effective encryption context" })).getAllByRole("listitem").map(({ textContent }) => textContent);

describe("EncryptionFields", () => {
  it("opens on the bucket's default, says what it resolves to by alias, and asks for nothing", async () => {
    await renderSignedIn(<Fields />, { aws });
    expect(await screen.findByText("Sends no encryption header. Now: SSE-KMS under finance, S3 Bucket Key on.")).toBeTruthy();
    expect(settings()).toEqual({ serverSideEncryption: "bucket-default" });
    expect(screen.queryByText("S3 Bucket Key")).toBeNull();
    expect(screen.queryByText("Add pair")).toBeNull();
  });

  it("says that the default is not known, not that there is none, when it may not be read", async () => {
    await renderSignedIn(<Fields />, { aws: { ...aws, getBucketDefaultEncryption: () => denied("GetBucketEncryption") } });
    expect(await screen.findByText(/Now: not known/)).toBeTruthy();
    expect(screen.getByText(/Every new object is encrypted/)).toBeTruthy();
  });

  describe("of a server without KMS's API", () => {
    const endpoints = { s3: "https://s3.example.com", forcePathStyle: true };
    const notOffered = (service: string) => Promise.reject(new AwsError({ kind: "not-offered", service, operation: "Any", message: "This server has no such API." }));
    const alone: Partial<Aws> = { getBucketRegion: aws.getBucketRegion, getBucketDefaultEncryption: () => notOffered("S3"), listKeys: () => notOffered("KMS") };

    it("takes the key's name instead of offering keys, and says why", async () => {
      await renderSignedIn(<Fields start={{ keyType: "aws:kms" }} />, { aws: alone, endpoints, caller: "unknown" });
      await userEvent.type(await screen.findByRole("textbox", { name: "KMS key name" }), "testkey-1");
      expect(screen.getByText("This server has no KMS API; type the key's name as the server knows it.")).toBeTruthy();
      expect(screen.queryByRole("radio", { name: /Choose from your AWS KMS keys/ })).toBeNull();
      expect(parseEncryptionDraft(draft, { keyNaming: "server" })).toMatchObject({ ok: true, settings: { keyId: "testkey-1" } });
    });

    it("does not say that every object is encrypted, nor what KMS will see", async () => {
      const { rerender } = await renderSignedIn(<Fields />, { aws: alone, endpoints, caller: "unknown" });
      expect(await screen.findByText(/this server may store it as it comes/)).toBeTruthy();
      expect(screen.queryByText(/Every new object is encrypted/)).toBeNull();
      expect(screen.getByText(/The server holds the key, if it encrypts at all/)).toBeTruthy();
      expect(screen.queryByText(/logged by CloudTrail/)).toBeNull();
      rerender(<></>);
      cleanup();
      await renderSignedIn(<Fields start={{ keyType: "aws:kms", contextRows: [{ key: "dept", value: "hr" }] }} />, { aws: alone, endpoints, caller: "unknown" });
      await screen.findByRole("textbox", { name: "KMS key name" });
      expect(effective()).toEqual(["dept = hr"]);
    });

    it("falls back to the name where nothing at the KMS endpoint answers, and asks again on demand", async () => {
      let answers = false;
      const listKeys: Aws["listKeys"] = (...parameters) => (answers ? (aws.listKeys?.(...parameters) ?? Promise.resolve([])) : notOffered("KMS"));
      await renderSignedIn(<Fields start={{ keyType: "aws:kms" }} />, { aws: { ...aws, listKeys }, endpoints: { ...endpoints, kms: "https://kms.example.com" } });
      expect(await screen.findByText(/^Nothing at the KMS endpoint answers this page as KMS does/)).toBeTruthy();
      answers = true;
      await userEvent.click(screen.getByRole("button", { name: "Ask KMS again" }));
      expect(await screen.findByRole("radio", { name: /Choose from your AWS KMS keys/ })).toBeTruthy();
    });

    it("keeps the picker where KMS is there and refuses", async () => {
      await renderSignedIn(<Fields start={{ keyType: "aws:kms" }} />, { aws: { ...aws, listKeys: () => denied("ListKeys", "KMS") }, endpoints: { ...endpoints, kms: "https://kms.example.com" } });
      expect(await screen.findByRole("radio", { name: /Choose from your AWS KMS keys/ })).toBeTruthy();
      expect(screen.queryByRole("textbox", { name: "KMS key name" })).toBeNull();
    });
  });

  it("aws-facts 1.2 row 6: says that SSE-KMS without a key is aws/s3 and not the bucket's key", async () => {
    await renderSignedIn(<Fields start={{ keyType: "aws:kms" }} />, { aws });
    await choose(/AWS managed key \(aws\/s3\)/);
    expect(await screen.findByText(/not the key of the bucket's default encryption \(finance\)/)).toBeTruthy();
    expect(settings()).toMatchObject({ serverSideEncryption: "aws:kms", keyId: undefined });
  });

  it("aws-facts 1.2 row 7: leaves the Bucket Key to the bucket, and says what that is now", async () => {
    await renderSignedIn(<Fields start={{ keyType: "aws:kms", keySource: "aws-managed" }} />, { aws });
    expect(await screen.findByRole("radio", { name: /Bucket's setting \(now: on\)/ })).toBeTruthy();
    expect(settings()).toMatchObject({ bucketKeyEnabled: undefined });
    await choose(/^Off/);
    expect(settings()).toMatchObject({ bucketKeyEnabled: false });
  });

  it("aws-facts 2.2: shows the object's ARN in the context, and the bucket's under a Bucket Key", async () => {
    await renderSignedIn(<Fields start={{ keyType: "aws:kms", keySource: "aws-managed", contextRows: [{ key: "dept", value: "hr" }] }} />, { aws });
    await waitFor(() => expect(effective()).toEqual(["aws:s3:arn = arn:aws:s3:::keyseal-demo added by S3", "dept = hr"]));
    await choose(/^Off/);
    expect(effective()).toEqual(["aws:s3:arn = arn:aws:s3:::keyseal-demo/a/b c.txt added by S3", "dept = hr"]);
  });

  it("aws-facts 1.14: offers no Bucket Key with DSSE-KMS, none and no key with SSE-S3; what was typed stays", async () => {
    await renderSignedIn(<Fields start={{ keyType: "aws:kms", keySource: "enter", enteredKey: "alias/hr", bucketKey: "on" }} />, { aws });
    await choose(/DSSE-KMS/);
    expect(screen.queryByRole("radio", { name: /Bucket's setting/ })).toBeNull();
    expect(effective()[0]).toBe("aws:s3:arn = arn:aws:s3:::keyseal-demo/a/b c.txt added by S3");
    await choose(/SSE-S3/);
    expect(screen.queryByRole("textbox", { name: /KMS key ARN/ })).toBeNull();
    await choose(/^AWS KMS key \(SSE-KMS\)/);
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: /KMS key ARN/ }).value).toBe("alias/hr");
    expect(screen.getByRole<HTMLInputElement>("radio", { name: /^On/ }).checked).toBe(true);
  });

  it("chooses a key from the list: sections, unusable ones disabled with the reason, details once chosen", async () => {
    await renderSignedIn(<Fields start={{ keyType: "aws:kms" }} />, { aws });
    await screen.findByText(/Now: SSE-KMS under finance/);
    await userEvent.click(screen.getByRole("button", { name: /KMS key/ }));
    const disabled = await screen.findByRole("option", { name: /archive.*Cannot be used: This key is disabled/s });
    expect(disabled.getAttribute("aria-disabled")).toBe("true");
    expect(screen.getByText("Bucket default")).toBeTruthy();
    expect(screen.getByText("Customer managed keys")).toBeTruthy();
    await userEvent.click(screen.getByRole("option", { name: /hr/ }));
    expect(settings()).toMatchObject({ keyId: hr.arn });
    expect(await screen.findByText("Personnel files")).toBeTruthy();
    expect(screen.getAllByText(hr.arn).length).toBeGreaterThan(0);
  });

  it("takes an ARN without kms:ListKeys and kms:DescribeKey, and says what is not known", async () => {
    await renderSignedIn(<Fields start={{ keyType: "aws:kms" }} />, { aws: { ...aws, listKeys: () => denied("ListKeys", "KMS"), describeKey: () => denied("DescribeKey", "KMS") } });
    await choose(/Enter AWS KMS key ARN/);
    const foreign = "arn:aws:kms:us-east-1:444455556666:key/00000000-0000-4000-8000-0000000000ff";
    await enter(foreign);
    expect(settings()).toMatchObject({ keyId: foreign });
    expect(screen.getByText(/account 444455556666, not yours/)).toBeTruthy();
    expect(await screen.findByText(/Not known whether this key can be used/)).toBeTruthy();
  });

  it("tells in the list itself that keys could not be listed", async () => {
    await renderSignedIn(<Fields start={{ keyType: "aws:kms" }} />, { aws: { ...aws, listKeys: () => denied("ListKeys", "KMS") } });
    await userEvent.click(screen.getByRole("button", { name: /KMS key/ }));
    expect(await screen.findByText(/Your KMS keys could not be listed/)).toBeTruthy();
  });

  it("aws-facts 1.9 row 3: refuses a key of another Region at the field", async () => {
    await renderSignedIn(<Fields start={{ keyType: "aws:kms", keySource: "enter" }} />, { aws });
    await screen.findByText(/Now: SSE-KMS under finance/);
    const input = await enter(hr.arn.replace("us-east-1", "eu-west-1"));
    await userEvent.tab();
    expect(screen.getByText(/This key is in eu-west-1, the bucket in us-east-1/)).toBeTruthy();
    expect(input.getAttribute("aria-invalid")).toBe("true");
  });

  it("shows a submitted problem at the key", async () => {
    await renderSignedIn(<Fields start={{ keyType: "aws:kms" }} problem="Choose a KMS key." />, { aws });
    expect(screen.getByText("Choose a KMS key.")).toBeTruthy();
  });
});
