import { useEffect, useRef, useState } from "react";
import { readChosen } from "./chosen-files.ts";
import { readDropped } from "./dropped-files.ts";
import { addFiles, noFiles, removeFile, type PickedFile, type PickedFiles } from "./picked-files.ts";

/** The files of the upload page and what can be done to them. */
export interface FilePicking {
  readonly files: PickedFiles;
  /** True while chosen or dropped folders are being read. */
  readonly reading: boolean;
  /** Paths the browser could not read; they are not in the list. */
  readonly unreadable: readonly string[];
  readonly choose: (files: readonly File[]) => void;
  readonly drop: (entries: readonly FileSystemEntry[]) => void;
  readonly remove: (path: string) => void;
  readonly clear: () => void;
}

/** Keeps the picked files. Folders are read in the background, several at once, until the page is left or cleared. */
export function usePickedFiles(): FilePicking {
  const [files, setFiles] = useState<PickedFiles>(noFiles);
  const [readings, setReadings] = useState(0);
  const [unreadable, setUnreadable] = useState<readonly string[]>([]);
  const stop = useRef(new AbortController());
  useEffect(() => {
    const reading = stop;
    return () => reading.current.abort();
  }, []);
  const add = (more: readonly PickedFile[]) => setFiles((before) => addFiles(before, more));
  const reading = async (read: (signal: AbortSignal) => Promise<void>) => {
    if (stop.current.signal.aborted) stop.current = new AbortController();
    setReadings((count) => count + 1);
    await read(stop.current.signal);
    setReadings((count) => count - 1);
  };
  const drop = async (entries: readonly FileSystemEntry[], signal: AbortSignal) => {
    const result = await readDropped(entries, add, signal);
    if (!signal.aborted) setUnreadable((before) => [...before, ...result.unreadable]);
  };
  return {
    files,
    reading: readings > 0,
    unreadable,
    choose: (chosen) => void reading((signal) => readChosen(chosen, add, signal)),
    drop: (entries) => void reading((signal) => drop(entries, signal)),
    remove: (path) => setFiles((before) => removeFile(before, path)),
    clear: () => {
      stop.current.abort();
      setFiles(noFiles);
      setUnreadable([]);
    },
  };
}
