import { pickedFile, type PickedFile } from "./picked-files.ts";

/** Longest turn, in milliseconds: shorter than people notice. */
const TURN_MS = 100;
/** Files are handed on in portions of this many: each makes the list anew. */
const PORTION = 2000;

/**
 * Takes over the files of a file or folder chooser, in turns, so that the page can draw between them; a few files are handed on at
 * once. Asking a chosen file for its size makes Chromium wait for the disk, a few tenths of a millisecond each, which for ten
 * thousand is seconds. Stops quietly when the signal aborts.
 */
export async function readChosen(files: readonly File[], onFiles: (files: readonly PickedFile[]) => void, signal: AbortSignal): Promise<void> {
  let portion: PickedFile[] = [];
  let turnEnds = performance.now() + TURN_MS;
  for (const file of files) {
    if (performance.now() >= turnEnds) {
      await nextTurn();
      turnEnds = performance.now() + TURN_MS;
    }
    if (signal.aborted) return;
    portion.push(pickedFile(file.webkitRelativePath || file.name, file));
    if (portion.length === PORTION) {
      onFiles(portion);
      portion = [];
    }
  }
  if (portion.length > 0) onFiles(portion);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}
