import { base64OfText, textOfBase64 } from "./base64.ts";
import { objectArn, bucketArn, type ObjectRef } from "./object.ts";

declare const brand: unique symbol;

/**
 * A validated KMS encryption context: string keys to string values, as S3 takes it (aws-facts 2.1). Never secret: KMS logs it in
 * plain text in CloudTrail (2.3). Made only by the functions of this file; keys are in canonical (code unit) order.
 */
export type EncryptionContext = Readonly<Record<string, string>> & { readonly [brand]: "EncryptionContext" };

/** A row of the editor. */
export interface ContextRow {
  readonly key: string;
  readonly value: string;
}

/** Result of reading a context: the context, or what is wrong with it in words for the person who typed it. */
export type ContextParse = { readonly ok: true; readonly context: EncryptionContext } | { readonly ok: false; readonly problem: string };

/** The pair that S3 adds: ARN of the object, or of the bucket under a Bucket Key (aws-facts 2.2). */
export const S3_ARN_KEY = "aws:s3:arn";

/** All headers of one S3 request together may hold this many bytes (aws-facts 7); the context is one of them. */
const HEADER_BUDGET_BYTES = 8192;

/** What signing and the other headers of an upload take of the budget, measured generously (session token included). */
const OTHER_HEADERS_BYTES = 3072;

/** Most bytes the context's header may take. */
export const CONTEXT_HEADER_LIMIT_BYTES = HEADER_BUDGET_BYTES - OTHER_HEADERS_BYTES;

const CONTEXT_HEADER_NAME = "x-amz-server-side-encryption-context";

function make(pairs: readonly (readonly [string, string])[]): EncryptionContext {
  const sorted = [...pairs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  // fromEntries defines own properties, so that a key named __proto__ stays a key
  return Object.fromEntries(sorted) as EncryptionContext;
}

/** The context without pairs: no header is sent for it. */
export const emptyContext: EncryptionContext = make([]);

/** True when there is at least one pair, so that a header is sent. */
export function hasPairs(context: EncryptionContext): boolean {
  return Object.keys(context).length > 0;
}

/** Reads a context from any parsed JSON value: an object whose values are all strings (aws-facts 1.9 row 18). */
export function parseEncryptionContext(value: unknown): ContextParse {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { ok: false, problem: `The encryption context must be a JSON object of text values, like {"dept":"hr"}; this is ${nameOf(value)}.` };
  }
  const pairs: [string, string][] = [];
  for (const [key, item] of Object.entries(value)) {
    if (key === "") return { ok: false, problem: "A key of the encryption context is empty. Every key needs a name." };
    if (typeof item !== "string") {
      return { ok: false, problem: `The value of "${key}" is ${nameOf(item)}. Every value must be text in quotes; S3 refuses nested objects, lists, numbers and null.` };
    }
    if (hasLoneSurrogate(key) || hasLoneSurrogate(item)) return { ok: false, problem: `"${key}" holds a broken Unicode character, which cannot be sent.` };
    pairs.push([key, item]);
  }
  return withinBudget(make(pairs));
}

/** Reads a context from JSON text. Empty text is the empty context. Keys that stand twice are refused: S3's answer to them is not established (2.1). */
export function parseContextJson(text: string): ContextParse {
  if (text.trim() === "") return { ok: true, context: emptyContext };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, problem: `This is not valid JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const parsed = parseEncryptionContext(value);
  if (!parsed.ok) return parsed;
  const duplicate = duplicateKey(text, Object.keys(parsed.context));
  return duplicate === undefined ? parsed : { ok: false, problem: `The key "${duplicate}" stands twice. A key can have one value.` };
}

/** Reads a context from the editor's rows. Rows with neither key nor value are passed over. `row` counts from 0. */
export function contextFromRows(
  rows: readonly ContextRow[],
): { readonly ok: true; readonly context: EncryptionContext } | { readonly ok: false; readonly problems: readonly { readonly row: number; readonly message: string }[] } {
  const problems: { row: number; message: string }[] = [];
  const pairs = new Map<string, string>();
  rows.forEach(({ key, value }, row) => {
    if (key === "" && value === "") return;
    if (key === "") problems.push({ row, message: "This value has no key. Give it a key or remove the row." });
    else if (pairs.has(key)) problems.push({ row, message: `The key "${key}" stands twice. A key can have one value.` });
    else if (hasLoneSurrogate(key) || hasLoneSurrogate(value)) problems.push({ row, message: "This row holds a broken Unicode character, which cannot be sent." });
    else pairs.set(key, value);
  });
  if (problems.length > 0) return { ok: false, problems };
  const within = withinBudget(make([...pairs]));
  return within.ok ? within : { ok: false, problems: [{ row: Math.max(0, rows.length - 1), message: within.problem }] };
}

/** The context as rows of the editor, in canonical order. */
export function contextToRows(context: EncryptionContext): readonly ContextRow[] {
  return Object.entries(context).map(([key, value]) => ({ key, value }));
}

/** Compact JSON, keys in canonical order: what is base64-encoded into the header. */
export function contextToJson(context: EncryptionContext): string {
  // Entry by entry: an object with integer-like keys would be written in another order than ours
  const pairs = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${pairs.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`;
}

/** Value of `x-amz-server-side-encryption-context`: base64 of the UTF-8 JSON (aws-facts 2.1). */
export function contextToHeader(context: EncryptionContext): string {
  return base64OfText(contextToJson(context));
}

/** Reads a header that S3 echoed; undefined when it is not a context. */
export function contextFromHeader(header: string): EncryptionContext | undefined {
  const json = textOfBase64(header);
  if (json === undefined) return undefined;
  const parsed = parseContextJson(json);
  return parsed.ok ? parsed.context : undefined;
}

/** Bytes that the context's header line takes on the wire; 0 for the empty context, which sends none. */
export function contextHeaderBytes(context: EncryptionContext): number {
  return hasPairs(context) ? CONTEXT_HEADER_NAME.length + 2 + contextToHeader(context).length + 2 : 0;
}

/**
 * The context that KMS will see (aws-facts 2.2): the caller's pairs with `aws:s3:arn` added, unless the caller gave it: the object's
 * ARN, or the bucket's under a Bucket Key.
 */
export function effectiveContext(request: {
  readonly context: EncryptionContext;
  readonly ref: ObjectRef;
  readonly bucketKeyEnabled: boolean;
  readonly partition?: string;
}): EncryptionContext {
  if (Object.hasOwn(request.context, S3_ARN_KEY)) return request.context;
  return make([...Object.entries(request.context), [S3_ARN_KEY, expectedS3Arn(request)]]);
}

/** The only value of `aws:s3:arn` that S3 can accept for a write. */
export function expectedS3Arn(request: { readonly ref: ObjectRef; readonly bucketKeyEnabled: boolean; readonly partition?: string }): string {
  return request.bucketKeyEnabled ? bucketArn(request.ref.bucket, request.partition) : objectArn(request.ref, request.partition);
}

/** Exact, case-sensitive comparison of pairs; order does not matter (aws-facts 2.3). */
export function sameContext(a: EncryptionContext, b: EncryptionContext): boolean {
  return contextToJson(a) === contextToJson(b);
}

const SECRET_KEY = /pass(word|wd|phrase)?|secret|token|api[-_ ]?key|private|credential|\bpin\b/i;
const PERSONAL_KEY = /\b(ssn|e-?mail|phone|birth|address|patient|iban|passport)\b|social.?security|credit.?card/i;
const SECRET_VALUE = /^(AKIA|ASIA)[A-Z0-9]{12,}|^gh[pousr]_[A-Za-z0-9]{20,}|^eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.|-----BEGIN|^[A-Za-z0-9/+]{40}$/;
const PERSONAL_VALUE = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$|^\d{3}-\d{2}-\d{4}$|^\d{13,19}$/;

/** Pairs that look secret or personal: contexts are logged in plain text in CloudTrail (aws-facts 2.3). A guess, never a refusal. */
export function contextWarnings(context: EncryptionContext): readonly { readonly key: string; readonly message: string }[] {
  const where = "Everybody who may read CloudTrail will see it in plain text.";
  return Object.entries(context).flatMap(([key, value]) => {
    if (SECRET_KEY.test(key) || SECRET_VALUE.test(value)) return [{ key, message: `"${key}" looks like a secret. ${where}` }];
    if (PERSONAL_KEY.test(key) || PERSONAL_VALUE.test(value)) return [{ key, message: `"${key}" looks like personal data. ${where}` }];
    return [];
  });
}

function withinBudget(context: EncryptionContext): ContextParse {
  const bytes = contextHeaderBytes(context);
  if (bytes <= CONTEXT_HEADER_LIMIT_BYTES) return { ok: true, context };
  return {
    ok: false,
    problem: `The encryption context takes ${bytes} bytes as a header; S3 allows 8 KB for all headers of a request, which leaves about ${CONTEXT_HEADER_LIMIT_BYTES} for it.`,
  };
}

function nameOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  return typeof value === "string" ? "text" : `a ${typeof value}`;
}

/** `JSON.parse` keeps the last of two equal keys; a flat object of strings that shrinks when written again had one twice. */
function duplicateKey(text: string, keys: readonly string[]): string | undefined {
  const seen = new Map<string, number>();
  const token = /"(?:[^"\\]|\\.)*"\s*(:)?/g;
  for (const match of text.matchAll(token)) {
    if (match[1] === undefined) continue;
    const key: unknown = JSON.parse(match[0].replace(/\s*:$/, ""));
    if (typeof key === "string") seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  return keys.find((key) => (seen.get(key) ?? 0) > 1);
}

function hasLoneSurrogate(text: string): boolean {
  return /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text);
}
