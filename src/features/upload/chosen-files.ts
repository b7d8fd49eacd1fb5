import { pickedFile, type PickedFile } from "./picked-files.ts";

/** Files are handed on in portions of this many, so that the page can draw between them. */
const PORTION = 250;

/**
 * Takes over the files of a file or folder chooser, in portions: the first at once, each other in a turn of its own. Asking a chosen
 * file for its size makes Chromium wait for the disk, a few tenths of a millisecond each, which for ten thousand is seconds. Stops quietly when
 * the signal aborts.
 */
export async function readChosen(files: readonly File[], onFiles: (files: readonly PickedFile[]) => void, signal: AbortSignal): Promise<void> {
  for (let start = 0; start < files.length && !signal.aborted; start += PORTION) {
    if (start > 0) await nextTurn();
    if (!signal.aborted) onFiles(files.slice(start, start + PORTION).map((file) => pickedFile(file.webkitRelativePath || file.name, file)));
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}
