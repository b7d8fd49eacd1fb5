import { describe, expect, it } from "vitest";
import { emptyEncryptionDraft, parseEncryptionDraft } from "./encryption-draft.ts";

const ARN = "arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555";

describe("encryption draft", () => {
  it("keeps what is chosen and drops what does not apply", () => {
    const draft = { ...emptyEncryptionDraft, chosenKeyArn: ARN, bucketKey: "on", contextRows: [{ key: "dept", value: "hr" }] } as const;
    expect(parseEncryptionDraft(draft)).toEqual({ ok: true, settings: { serverSideEncryption: "bucket-default" } });
    expect(parseEncryptionDraft({ ...draft, keyType: "aws:kms:dsse" })).toEqual({ ok: true, settings: { serverSideEncryption: "aws:kms:dsse", keyId: ARN, encryptionContext: { dept: "hr" } } });
    expect(parseEncryptionDraft({ ...draft, keyType: "aws:kms", keySource: "aws-managed", bucketKey: "bucket-setting" })).toEqual({
      ok: true,
      settings: { serverSideEncryption: "aws:kms", keyId: undefined, encryptionContext: { dept: "hr" }, bucketKeyEnabled: undefined },
    });
  });

  it("takes the typed name for a server that knows its keys by names of its own, whatever source was chosen before", () => {
    const draft = { ...emptyEncryptionDraft, keyType: "aws:kms", keySource: "choose", chosenKeyArn: ARN, enteredKey: " testkey-1 " } as const;
    expect(parseEncryptionDraft(draft, { keyNaming: "server" })).toMatchObject({ ok: true, settings: { keyId: "testkey-1" } });
    expect(parseEncryptionDraft({ ...draft, keySource: "enter" })).toMatchObject({ ok: false, problems: [{ field: "key" }] });
    expect(parseEncryptionDraft({ ...draft, enteredKey: "" }, { keyNaming: "server" })).toMatchObject({ ok: false, problems: [{ field: "key", message: "Type the key's name." }] });
    const elsewhere = { ...draft, enteredKey: ARN };
    expect(parseEncryptionDraft(elsewhere, { keyNaming: "server", bucketRegion: "eu-west-1" }), "an ARN is a name like any other there").toMatchObject({ ok: true, settings: { keyId: ARN } });
  });

  it("tells every problem at its field", () => {
    const parsed = parseEncryptionDraft(
      { ...emptyEncryptionDraft, keyType: "aws:kms", keySource: "enter", enteredKey: "nonsense", contextRows: [{ key: "", value: "x" }] },
      { bucketRegion: "us-east-1" },
    );
    expect(parsed.ok ? [] : parsed.problems.map(({ field, row }) => [field, row])).toEqual([
      ["key", undefined],
      ["context-row", 0],
    ]);
  });
});
