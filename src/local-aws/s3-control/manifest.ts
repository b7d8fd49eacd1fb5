import type { ManifestField } from "./batch-job.ts";

/** One object that a manifest names. */
export interface ManifestEntry {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
}

/** A manifest that cannot be followed; `message` says which line and why. */
export class ManifestError extends Error {
  override readonly name = "ManifestError";
}

/**
 * Reads a manifest of the format S3BatchOperations_CSV_20180820: lines of comma-separated fields, in double quotes or not; keys are
 * URL-encoded. Empty lines are skipped.
 * @throws ManifestError
 */
export function readManifestText(text: string, fields: readonly ManifestField[]): ManifestEntry[] {
  return readCsv(text)
    .filter((line) => line.length > 1 || line[0] !== "")
    .map((line, index) => {
      if (line.length !== fields.length) throw new ManifestError(`Line ${index + 1} has ${line.length} fields where ${fields.length} were announced.`);
      const field = (name: ManifestField): string => line[fields.indexOf(name)] ?? "";
      const versionId = fields.includes("VersionId") ? field("VersionId") : "";
      const entry = { bucket: field("Bucket").trim(), key: decodeKey(field("Key"), index) };
      if (entry.bucket === "" || entry.key === "") throw new ManifestError(`Line ${index + 1} names no object.`);
      return versionId === "" ? entry : { ...entry, versionId };
    });
}

function decodeKey(text: string, index: number): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw new ManifestError(`The key in line ${index + 1} is not URL-encoded.`);
  }
}

/** RFC 4180: a quoted field may hold commas, line breaks, and quotes written twice. */
function readCsv(text: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r?\n|$)/y;
  while (field.lastIndex < text.length) {
    const match = field.exec(text);
    if (match === null) throw new ManifestError(`Line ${lines.length + 1} is not CSV.`);
    const [, quoted, bare = "", end] = match;
    line.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    lines.push(line);
    line = [];
  }
  if (line.length > 0) lines.push([...line, ""]);
  return lines;
}

/** Quotes a field of CSV where it needs it. */
export function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
