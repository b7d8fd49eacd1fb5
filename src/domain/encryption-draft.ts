import { contextFromRows, parseContextJson, type ContextRow, type EncryptionContext } from "./encryption-context.ts";
import type { EncryptionSettings, ServerSideEncryption } from "./encryption.ts";
import { keyReferenceProblem, serverKeyNameProblem, type KeyNaming } from "./kms-key.ts";

/** What the encryption form holds while it is being filled in: everything typed stays, whatever is chosen at the moment. */
export interface EncryptionDraft {
  readonly keyType: "bucket-default" | ServerSideEncryption;
  /** AWS managed key (aws/s3) · one of the account's keys · an ARN by hand. */
  readonly keySource: "aws-managed" | "choose" | "enter";
  /** ARN of the key picked from the list; `""` when none is. */
  readonly chosenKeyArn: string;
  readonly enteredKey: string;
  /** Which of the two editors holds the context. */
  readonly contextMode: "rows" | "json";
  readonly contextRows: readonly ContextRow[];
  readonly contextJson: string;
  readonly bucketKey: "bucket-setting" | "on" | "off";
}

/** A problem of the form, and the field it belongs to. `row` counts from 0. */
export interface DraftProblem {
  readonly field: "key" | "context" | "context-row";
  readonly row?: number;
  readonly message: string;
}

/** The form as it opens: the bucket's default, which is what most people want and what sends no header. */
export const emptyEncryptionDraft: EncryptionDraft = {
  keyType: "bucket-default",
  keySource: "choose",
  chosenKeyArn: "",
  enteredKey: "",
  contextMode: "rows",
  contextRows: [],
  contextJson: "",
  bucketKey: "bucket-setting",
};

/** What is known of the place that is written to. */
export interface DraftPlace {
  /** Lets a key of another Region be refused. */
  readonly bucketRegion?: string | undefined;
  /** `"server"`: the key's name was typed, whatever source the draft holds. Left out: as KMS names keys. */
  readonly keyNaming?: KeyNaming | undefined;
}

/** Turns the form into settings, or tells every problem with its field. */
export function parseEncryptionDraft(
  draft: EncryptionDraft,
  where: DraftPlace = {},
): { readonly ok: true; readonly settings: EncryptionSettings } | { readonly ok: false; readonly problems: readonly DraftProblem[] } {
  if (draft.keyType === "bucket-default" || draft.keyType === "AES256") return { ok: true, settings: { serverSideEncryption: draft.keyType } };
  const key = keyOf(draft, where);
  const context = contextOf(draft);
  if (typeof key === "object" || !context.ok) {
    return { ok: false, problems: [...(typeof key === "object" ? [key] : []), ...(context.ok ? [] : context.problems)] };
  }
  const keyId = key === "" ? undefined : key;
  if (draft.keyType === "aws:kms:dsse") return { ok: true, settings: { serverSideEncryption: draft.keyType, keyId, encryptionContext: context.context } };
  const bucketKeyEnabled = draft.bucketKey === "bucket-setting" ? undefined : draft.bucketKey === "on";
  return { ok: true, settings: { serverSideEncryption: draft.keyType, keyId, encryptionContext: context.context, bucketKeyEnabled } };
}

/** The key reference to send, `""` for the AWS managed key, or what is wrong. */
function keyOf(draft: EncryptionDraft, where: DraftPlace): string | DraftProblem {
  if (where.keyNaming === "server") {
    const problem = serverKeyNameProblem(draft.enteredKey);
    return problem === undefined ? draft.enteredKey.trim() : { field: "key", message: problem };
  }
  if (draft.keySource === "aws-managed") return "";
  if (draft.keySource === "choose" && draft.chosenKeyArn === "") return { field: "key", message: "Choose a KMS key." };
  const text = (draft.keySource === "choose" ? draft.chosenKeyArn : draft.enteredKey).trim();
  const message = keyReferenceProblem(text, where);
  return message === undefined ? text : { field: "key", message };
}

function contextOf(draft: EncryptionDraft): { readonly ok: true; readonly context: EncryptionContext } | { readonly ok: false; readonly problems: readonly DraftProblem[] } {
  if (draft.contextMode === "json") {
    const parsed = parseContextJson(draft.contextJson);
    return parsed.ok ? parsed : { ok: false, problems: [{ field: "context", message: parsed.problem }] };
  }
  const parsed = contextFromRows(draft.contextRows);
  return parsed.ok ? parsed : { ok: false, problems: parsed.problems.map(({ row, message }) => ({ field: "context-row", row, message })) };
}
