import { useEffect, useRef, useState } from "react";
import { readDropped } from "./dropped-files.ts";
import { addFiles, noFiles, removeFile, type PickedFile, type PickedFiles } from "./picked-files.ts";

/** The files of the upload page and what can be done to them. */
export interface FilePicking {
  readonly files: PickedFiles;
  /** True while dropped folders are being read. */
  readonly reading: boolean;
  /** Paths the browser could not read; they are not in the list. */
  readonly unreadable: readonly string[];
  readonly add: (files: readonly PickedFile[]) => void;
  readonly drop: (entries: readonly FileSystemEntry[]) => void;
  readonly remove: (path: string) => void;
  readonly clear: () => void;
}

/** Keeps the picked files. Dropped folders are read in the background, several drops at once, until the page is left or cleared. */
export function usePickedFiles(): FilePicking {
  const [files, setFiles] = useState<PickedFiles>(noFiles);
  const [drops, setDrops] = useState(0);
  const [unreadable, setUnreadable] = useState<readonly string[]>([]);
  const stop = useRef(new AbortController());
  useEffect(() => {
    const reading = stop;
    return () => reading.current.abort();
  }, []);
  const add = (more: readonly PickedFile[]) => setFiles((before) => addFiles(before, more));
  const drop = async (entries: readonly FileSystemEntry[]) => {
    if (stop.current.signal.aborted) stop.current = new AbortController();
    const { signal } = stop.current;
    setDrops((count) => count + 1);
    const result = await readDropped(entries, add, signal);
    setDrops((count) => count - 1);
    if (!signal.aborted) setUnreadable((before) => [...before, ...result.unreadable]);
  };
  return {
    files,
    reading: drops > 0,
    unreadable,
    add,
    drop: (entries) => void drop(entries),
    remove: (path) => setFiles((before) => removeFile(before, path)),
    clear: () => {
      stop.current.abort();
      setFiles(noFiles);
      setUnreadable([]);
    },
  };
}
