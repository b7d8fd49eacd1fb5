import { contextFromRows, contextToRows, parseContextJson, sameContext, type ContextParse, type ContextRow } from "#domain/encryption-context.ts";
import type { EncryptionDraft } from "#domain/encryption-draft.ts";

/** The part of the draft that the context editor edits. */
export type ContextDraft = Pick<EncryptionDraft, "contextMode" | "contextRows" | "contextJson">;

/** The context as the chosen editor holds it. Problems of rows are told as one; the rows show them singly. */
export function currentContext(draft: ContextDraft): ContextParse {
  if (draft.contextMode === "json") return parseContextJson(draft.contextJson);
  const parsed = contextFromRows(draft.contextRows);
  return parsed.ok ? parsed : { ok: false, problem: parsed.problems[0]?.message ?? "The rows hold no valid context." };
}

/**
 * Goes over to the other editor with what was typed. Refused while what is typed is not a context, since the other editor could
 * not hold it: nothing typed is ever lost. What the other editor holds stays as it is when it means the same.
 */
export function switchContextMode(draft: ContextDraft, mode: ContextDraft["contextMode"]): { readonly ok: true; readonly draft: ContextDraft } | { readonly ok: false; readonly problem: string } {
  if (mode === draft.contextMode) return { ok: true, draft };
  const current = currentContext(draft);
  if (!current.ok) return { ok: false, problem: current.problem };
  const other = currentContext({ ...draft, contextMode: mode });
  if (other.ok && sameContext(current.context, other.context)) return { ok: true, draft: { ...draft, contextMode: mode } };
  return mode === "json"
    ? { ok: true, draft: { ...draft, contextMode: mode, contextJson: jsonOfRows(draft.contextRows) } }
    : { ok: true, draft: { ...draft, contextMode: mode, contextRows: contextToRows(current.context) } };
}

/** The rows as indented JSON, in the order they were typed. */
function jsonOfRows(rows: readonly ContextRow[]): string {
  const pairs = rows.filter(({ key, value }) => key !== "" || value !== "");
  if (pairs.length === 0) return "";
  // Written pair by pair: an object would put integer-like keys first
  return `{\n${pairs.map(({ key, value }) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(",\n")}\n}`;
}
