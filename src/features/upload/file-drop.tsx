import { useEffect, useRef } from "react";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FileDropzone from "@cloudscape-design/components/file-dropzone";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { droppedItems } from "./dropped-files.ts";

/** Attribute that makes a file chooser take a folder; React's types do not know it. */
const FOLDER_CHOOSER = { webkitdirectory: "" };

/** Takes files and folders: dropped anywhere on it, or chosen with its two buttons. */
export function FileDrop({
  onFiles,
  onDrop,
  invalid,
}: {
  readonly onFiles: (files: readonly File[]) => void;
  readonly onDrop: (entries: readonly FileSystemEntry[]) => void;
  readonly invalid: boolean;
}) {
  const zone = useRef<HTMLDivElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const element = zone.current;
    // Cloudscape's drop event gives the files alone; folders are only to be had from the native event's items
    const take = (event: DragEvent) => {
      if (event.dataTransfer === null) return;
      const { entries, files: plain } = droppedItems(event.dataTransfer);
      if (plain.length > 0) onFiles(plain);
      if (entries.length > 0) onDrop(entries);
    };
    element?.addEventListener("drop", take);
    return () => element?.removeEventListener("drop", take);
  }, [onDrop, onFiles]);
  const choose = (input: HTMLInputElement) => {
    onFiles([...(input.files ?? [])]);
    // The same files may be chosen again after they were removed from the list
    input.value = "";
  };
  return (
    <div ref={zone}>
      <FileDropzone onChange={ignoreChange}>
        <SpaceBetween size="s" alignItems="center">
          <Box color="text-body-secondary" textAlign="center">
            Drop files and folders here, or choose them
          </Box>
          <SpaceBetween size="xs" direction="horizontal" alignItems="center">
            <Button
              iconName="add-plus"
              formAction="none"
              onClick={() => files.current?.click()}
              nativeButtonAttributes={invalid ? { "aria-invalid": true, "aria-describedby": "upload-files-problem" } : {}}
            >
              Add files
            </Button>
            <Button iconName="folder" formAction="none" onClick={() => folder.current?.click()}>
              Add folder
            </Button>
          </SpaceBetween>
        </SpaceBetween>
      </FileDropzone>
      <input ref={files} type="file" multiple hidden aria-label="Files to upload" onChange={({ currentTarget }) => choose(currentTarget)} />
      <input ref={folder} type="file" multiple hidden aria-label="Folder to upload" {...FOLDER_CHOOSER} onChange={({ currentTarget }) => choose(currentTarget)} />
    </div>
  );
}

/** The native drop event above has already taken the files. */
function ignoreChange(): void {}
