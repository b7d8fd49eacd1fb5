import type { PickedFile } from "./picked-files.ts";

/** Files are handed on in portions of this many, so that the page can draw between them. */
const PORTION = 500;

/** The entries of a drop. Must be called inside the drop event: the browser forgets the items afterwards. */
export function droppedEntries(transfer: DataTransfer): readonly FileSystemEntry[] {
  return Array.from(transfer.items).flatMap((item) => {
    const entry = item.kind === "file" ? item.webkitGetAsEntry() : null;
    return entry === null ? [] : [entry];
  });
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
  for (let entry = queue.pop(); entry !== undefined && !signal.aborted; entry = queue.pop()) {
    try {
      if (isDirectory(entry)) {
        for await (const inner of readFolder(entry)) queue.push(inner);
      } else if (isFile(entry)) {
        portion.push({ path: relativePath(entry), file: await fileOf(entry) });
        if (portion.length >= PORTION) handOn();
      }
    } catch {
      unreadable.push(relativePath(entry));
    }
  }
  handOn();
  return { unreadable };
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
async function* readFolder(folder: FileSystemDirectoryEntry): AsyncGenerator<FileSystemEntry> {
  const reader = folder.createReader();
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (batch.length === 0) return;
    yield* batch;
  }
}
