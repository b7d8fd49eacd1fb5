import { joinKey, keyProblem } from "#domain/object.ts";
import { MAX_OBJECT_BYTES, planUpload, type UploadPlan } from "#domain/upload-plan.ts";
import { formatBytes } from "#domain/format.ts";

/** A file to upload. `path` is relative to what was dropped or chosen, folders kept, with `/` between them. */
export interface PickedFile {
  readonly path: string;
  readonly file: File;
  /** Bytes it had when it was picked. Kept, because asking a chosen file again makes the browser wait for the disk. */
  readonly size: number;
}

/** A file under a path, with the size it has now. */
export function pickedFile(path: string, file: File): PickedFile {
  return { path, file, size: file.size };
}

/** Files by path: a file picked again under the same path takes the place of the first. */
export type PickedFiles = ReadonlyMap<string, PickedFile>;

/** No files yet. */
export const noFiles: PickedFiles = new Map();

/** The list with more files. */
export function addFiles(files: PickedFiles, more: readonly PickedFile[]): PickedFiles {
  const next = new Map(files);
  for (const picked of more) next.set(picked.path, picked);
  return next;
}

/** The list without one file. */
export function removeFile(files: PickedFiles, path: string): PickedFiles {
  const next = new Map(files);
  next.delete(path);
  return next;
}

/** A file with the key it will get, or why it cannot be uploaded. */
export interface FileRow extends PickedFile {
  readonly key: string;
  readonly problem: string | undefined;
}

/** Rows of the list, those with a problem first, otherwise by path. */
export function fileRows(files: PickedFiles, prefix: string): readonly FileRow[] {
  const rows = Array.from(files.values(), ({ path, file, size }) => {
    const key = joinKey(prefix, path);
    return { path, file, size, key, problem: fileProblem(key, size) };
  }).sort((a, b) => (a.path < b.path ? -1 : 1));
  return [...rows.filter(({ problem }) => problem !== undefined), ...rows.filter(({ problem }) => problem === undefined)];
}

function fileProblem(key: string, size: number): string | undefined {
  if (size > MAX_OBJECT_BYTES) return `S3 stores objects of up to ${formatBytes(MAX_OBJECT_BYTES)}; this file has ${formatBytes(size)}.`;
  return keyProblem(key);
}

/** Sums over the files that can be uploaded. */
export interface FileTotals {
  readonly good: number;
  readonly bad: number;
  readonly bytes: number;
  /** Files sent as one PUT, and files sent in parts with the parts of all of them. */
  readonly single: number;
  readonly multipart: number;
  readonly parts: number;
}

/** Counts what will be sent, and how. */
export function fileTotals(rows: readonly FileRow[]): FileTotals {
  const totals = { good: 0, bad: 0, bytes: 0, single: 0, multipart: 0, parts: 0 };
  for (const { size, problem } of rows) {
    if (problem !== undefined) {
      totals.bad += 1;
      continue;
    }
    totals.good += 1;
    totals.bytes += size;
    const plan = planUpload(size);
    if (plan.kind === "single") totals.single += 1;
    else {
      totals.multipart += 1;
      totals.parts += plan.partCount;
    }
  }
  return totals;
}

/** How one file is sent, in words. */
export function planText(plan: UploadPlan): string {
  return plan.kind === "single" ? "One PUT" : `${plan.partCount.toLocaleString("en-US")} parts of ${formatBytes(plan.partSize)}`;
}
