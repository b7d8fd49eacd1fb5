import { pickedFile, type PickedFile } from "./picked-files.ts";

/** Files are handed on in portions of this many, so that the page can draw between them. */
const PORTION = 500;
/** Entries read at the same time. */
const AT_ONCE = 64;

/** What a drop holds: entries to read, and files that came without one, such as a picture dragged out of another page. */
export interface Dropped {
  readonly entries: readonly FileSystemEntry[];
  readonly files: readonly File[];
}

/** The files and folders of a drop. Must be called inside the drop event: the browser forgets the items afterwards. */
export function droppedItems(transfer: DataTransfer): Dropped {
  const entries: FileSystemEntry[] = [];
  const files: File[] = [];
  for (const item of transfer.items) {
    if (item.kind !== "file") continue;
    const entry = item.webkitGetAsEntry();
    const file = entry === null ? item.getAsFile() : null;
    if (entry !== null) entries.push(entry);
    if (file !== null) files.push(file);
  }
  return { entries, files };
}

/**
 * Reads dropped files and whole folders, folder by folder, in portions. What cannot be read is named in the answer; the rest goes on.
 * Stops quietly when the signal aborts.
 */
export async function readDropped(
  entries: readonly FileSystemEntry[],
  onFiles: (files: readonly PickedFile[]) => void,
  signal: AbortSignal,
): Promise<{ readonly unreadable: readonly string[] }> {
  const queue = [...entries];
  const unreadable: string[] = [];
  let portion: PickedFile[] = [];
  const handOn = () => {
    if (portion.length > 0 && !signal.aborted) onFiles(portion);
    portion = [];
  };
  while (queue.length > 0 && !signal.aborted) {
    // The browser reads each file's size in a process of its own: asking for many at once saves most of the waiting
    for (const { inner, picked, failed } of await Promise.all(queue.splice(0, AT_ONCE).map(readEntry))) {
      for (const entry of inner) queue.push(entry);
      portion.push(...picked);
      unreadable.push(...failed);
    }
    if (portion.length >= PORTION) handOn();
  }
  handOn();
  return { unreadable };
}

/** What one entry held: the entries of a folder, a file, or a failure's path. */
interface EntryContent {
  readonly inner: readonly FileSystemEntry[];
  readonly picked: readonly PickedFile[];
  readonly failed: readonly string[];
}

async function readEntry(entry: FileSystemEntry): Promise<EntryContent> {
  const path = relativePath(entry);
  try {
    if (isDirectory(entry)) return { inner: await readFolder(entry), picked: [], failed: [] };
    return { inner: [], picked: isFile(entry) ? [pickedFile(path, await fileOf(entry))] : [], failed: [] };
  } catch {
    return { inner: [], picked: [], failed: [path] };
  }
}

function relativePath(entry: FileSystemEntry): string {
  return entry.fullPath.replace(/^\//, "");
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => {
    entry.file(resolve, reject);
  });
}

/** `readEntries` gives a hundred at a time, and an empty list at the end. */
async function readFolder(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (batch.length === 0) return entries;
    for (const entry of batch) entries.push(entry);
  }
}
