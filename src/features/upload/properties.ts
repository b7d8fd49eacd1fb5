import { plural } from "#domain/format.ts";

/** A row of the metadata or tag editor. */
export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

/** A problem of a row, which counts from 0. */
export interface RowProblem {
  readonly row: number;
  readonly message: string;
}

/** User metadata in one request, names and values together (aws-facts 7). */
const MAX_METADATA_BYTES = 2048;
/** Tags of one object (aws-facts 7). */
const MAX_TAGS = 10;
const MAX_TAG_KEY = 128;
const MAX_TAG_VALUE = 256;

/** Storage classes that a PUT may ask for, in S3's words. */
export const STORAGE_CLASSES = [
  { value: "STANDARD", label: "Standard" },
  { value: "INTELLIGENT_TIERING", label: "Intelligent-Tiering" },
  { value: "STANDARD_IA", label: "Standard-IA" },
  { value: "ONEZONE_IA", label: "One Zone-IA" },
  { value: "GLACIER_IR", label: "Glacier Instant Retrieval" },
  { value: "GLACIER", label: "Glacier Flexible Retrieval" },
  { value: "DEEP_ARCHIVE", label: "Glacier Deep Archive" },
] as const;

/** Problems of user metadata: they travel as HTTP headers, so names are header names and values are ASCII. Empty rows are passed over. */
export function metadataProblems(rows: readonly NamedValue[]): readonly RowProblem[] {
  const problems: RowProblem[] = rowProblems(rows, (name) => name.toLowerCase(), ({ name, value }) => {
    if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name)) return "A metadata name may hold letters, digits and - _ . only: it becomes a header name.";
    return /^[\x20-\x7E]*$/.test(value) ? undefined : "A browser can send only ASCII characters in metadata.";
  });
  const bytes = rows.reduce((sum, { name, value }) => sum + name.length + value.length, 0);
  if (bytes > MAX_METADATA_BYTES) problems.push({ row: rows.length - 1, message: `The metadata takes ${plural(bytes, "byte")}; S3 allows ${plural(MAX_METADATA_BYTES, "byte")} in all.` });
  return problems;
}

/** Problems of object tags (aws-facts 7). Empty rows are passed over. */
export function tagProblems(rows: readonly NamedValue[]): readonly RowProblem[] {
  const problems: RowProblem[] = rowProblems(rows, (name) => name, ({ name, value }) => {
    if (name.length > MAX_TAG_KEY) return `A tag key may have ${MAX_TAG_KEY} characters.`;
    if (value.length > MAX_TAG_VALUE) return `A tag value may have ${MAX_TAG_VALUE} characters.`;
    if (/^aws:/i.test(name)) return "Tag keys that begin with aws: are reserved.";
    return /^[\p{L}\p{N}\p{Zs}+\-=._:/@]*$/u.test(name + value) ? undefined : "Tags may hold letters, digits, spaces and + - = . _ : / @ only.";
  });
  const filled = rows.filter(isFilled).length;
  if (filled > MAX_TAGS) problems.push({ row: rows.length - 1, message: `S3 allows ${MAX_TAGS} tags on an object; these are ${filled}.` });
  return problems;
}

function isFilled({ name, value }: NamedValue): boolean {
  return name !== "" || value !== "";
}

function rowProblems(rows: readonly NamedValue[], sameAs: (name: string) => string, check: (row: NamedValue) => string | undefined): RowProblem[] {
  const seen = new Set<string>();
  return rows.flatMap((raw, row) => {
    if (!isFilled(raw)) return [];
    const name = raw.name.trim();
    const message = name === "" ? "This value has no name." : seen.has(sameAs(name)) ? `"${name}" stands twice.` : check({ ...raw, name });
    seen.add(sameAs(name));
    return message === undefined ? [] : [{ row, message }];
  });
}
