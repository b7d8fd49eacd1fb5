import { baseName, type ObjectPage, type ObjectRef, type ObjectSummary, type VersionPage } from "#domain/object.ts";

/** A folder: a common prefix of keys, which S3 keeps nothing of. */
interface FolderRow {
  readonly kind: "folder";
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
}

/** An object, or one of its versions where versions are shown. */
export interface ObjectRow {
  readonly kind: "object";
  readonly id: string;
  readonly name: string;
  readonly ref: ObjectRef;
  readonly summary: ObjectSummary;
  /** Set where versions are shown. */
  readonly version: { readonly isLatest: boolean; readonly isDeleteMarker: boolean } | undefined;
}

/** A row of the list. */
export type Row = FolderRow | ObjectRow;

/** What to call the empty object that some tools put where a folder begins: its key is the prefix itself. */
const FOLDER_OBJECT = "(the folder's own object)";

/**
 * Rows of the loaded pages. Within each page folders come first; pages stay in S3's order, so that loading more never moves what is
 * on the screen.
 */
export function objectRows(pages: readonly ObjectPage[], bucket: string, prefix: string): readonly Row[] {
  return pages.flatMap((page) => [
    ...page.folders.map((folder) => folderRow(folder, prefix)),
    ...page.objects.map((summary): Row => {
      const ref = { bucket, key: summary.key };
      return { kind: "object", id: `object:${summary.key}`, name: nameBelow(summary.key, prefix), ref, summary, version: undefined };
    }),
  ]);
}

/** As `objectRows`, one row for each version and delete marker. */
export function versionRows(pages: readonly VersionPage[], bucket: string, prefix: string): readonly Row[] {
  return pages.flatMap((page) => [
    ...page.folders.map((folder) => folderRow(folder, prefix)),
    ...page.versions.map((version): Row => {
      const { key, versionId, isLatest, isDeleteMarker } = version;
      const id = `version:${versionId}:${key}`;
      return { kind: "object", id, name: nameBelow(key, prefix), ref: { bucket, key, versionId }, summary: version, version: { isLatest, isDeleteMarker } };
    }),
  ]);
}

/** Rows whose name holds the text; letter case does not matter. Spaces count: names have them. */
export function filterRows(rows: readonly Row[], text: string): readonly Row[] {
  const wanted = text.toLowerCase();
  return wanted === "" ? rows : rows.filter((row) => row.name.toLowerCase().includes(wanted));
}

/** Why an action cannot be done with the selected rows, in words for the button; `undefined` where it can. */
export interface ActionBarriers {
  readonly inspect: string | undefined;
  readonly download: string | undefined;
  readonly delete: string | undefined;
  readonly copy: string | undefined;
}

/** Judges each action for a selection. */
export function actionBarriers(selected: readonly Row[]): ActionBarriers {
  const [only] = selected;
  const none = only === undefined ? "Select an object first." : undefined;
  const single = none ?? (selected.length > 1 ? "Select one object only." : undefined);
  const folder = selected.some((row) => row.kind === "folder");
  const marker = only?.kind === "object" && only.version?.isDeleteMarker === true ? "A delete marker has no content." : undefined;
  return {
    inspect: single ?? (folder ? "Open the folder and select an object in it." : marker),
    download: single ?? (folder ? "Folders cannot be downloaded: select an object." : marker),
    delete: none ?? (folder ? "Folders are deleted by deleting the objects in them: open it first." : undefined),
    copy: none,
  };
}

/** What is copied for a selection, one line each. */
export function copyText(rows: readonly Row[], bucket: string, form: (ref: ObjectRef) => string): string {
  return rows.map((row) => form(row.kind === "folder" ? { bucket, key: row.prefix } : row.ref)).join("\n");
}

/** What a row is called for people who do not see it. */
export function rowLabel(row: Row): string {
  return row.kind === "folder" ? `Folder ${row.name}` : row.version === undefined ? row.name : `${row.name}, version ${row.ref.versionId ?? ""}`;
}

function folderRow(folder: string, prefix: string): FolderRow {
  return { kind: "folder", id: `folder:${folder}`, name: folder.startsWith(prefix) ? folder.slice(prefix.length) : baseName(folder), prefix: folder };
}

function nameBelow(key: string, prefix: string): string {
  return key === prefix ? FOLDER_OBJECT : key.startsWith(prefix) ? key.slice(prefix.length) : key;
}
