import { promises as fs } from "node:fs";
import { join, resolve } from "node:path";
import { LOCK_NAME, takeFolder } from "./folder-lock.ts";

/** Marks a folder as ours, and says which layout it has. */
const MARKER = "keyseal-local-aws.json";
const MARKER_DRAFT = `${MARKER}.new`;
/** 2: principals by account, sessions with their origin, policies as text. */
const FORMAT = 2;
/** All that we ever make in it: `s3` and `kms` are lmdb, `blobs` the bodies, `tls` the certificate. `--reset` deletes these and nothing else. */
const PARTS = { s3: "s3", kms: "kms", blobs: "blobs", tls: "tls" } as const;

/** A data folder that this process alone works with. */
export interface DataFolder {
  readonly s3: string;
  readonly kms: string;
  readonly blobs: string;
  readonly tls: string;
  release(): Promise<void>;
}

/** The folder cannot be used; the message tells the person why and what to do. */
export class DataFolderError extends Error {
  override readonly name = "DataFolderError";
}

/**
 * Takes the data folder for this process, making it (mode 0700) when it is not there; with `reset` empties it first.
 * @throws DataFolderError when another instance works with it, or when it holds something that is not ours.
 */
export async function openDataFolder(path: string, options: { readonly reset: boolean }): Promise<DataFolder> {
  const folder = resolve(path);
  await checkOurs(folder, options.reset);
  await fs.mkdir(folder, { recursive: true, mode: 0o700 });
  const release = await takeFolder(folder);
  if (release === undefined) {
    throw new DataFolderError(`Another local AWS is running on the data folder ${folder}. Stop it, or choose another folder with --data.`);
  }
  try {
    if (options.reset) await Promise.all(Object.values(PARTS).map((part) => fs.rm(join(folder, part), { recursive: true, force: true })));
    await mark(folder);
  } catch (error) {
    await release();
    throw error;
  }
  return { s3: join(folder, PARTS.s3), kms: join(folder, PARTS.kms), blobs: join(folder, PARTS.blobs), tls: join(folder, PARTS.tls), release };
}

/** Renamed into place: a process that is killed here leaves a marker that is whole, or none. */
async function mark(folder: string): Promise<void> {
  const [marker, draft] = [join(folder, MARKER), join(folder, MARKER_DRAFT)];
  await fs.writeFile(draft, `${JSON.stringify({ format: FORMAT })}\n`, { mode: 0o600 });
  await fs.rename(draft, marker);
}

/** Passes for a folder that is not there, ours (of another version too where it is about to be emptied), or holds nothing but what we make before the marker. */
async function checkOurs(folder: string, isReset: boolean): Promise<void> {
  const found = await fs.readdir(folder).catch((error: unknown): string[] => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw new DataFolderError(`The data folder ${folder} cannot be read: choose another with --data.`, { cause: error });
  });
  const names = found.filter((name) => name !== LOCK_NAME && name !== MARKER_DRAFT);
  if (names.length === 0) return;
  if (!names.includes(MARKER)) {
    throw new DataFolderError(`${folder} holds something that is not the local AWS's: nothing was touched. Choose another folder with --data.`);
  }
  if (!isReset && (await formatOf(folder)) !== FORMAT) {
    throw new DataFolderError(`${folder} was made by another version of the local AWS. Empty it with --reset, or choose another folder with --data.`);
  }
}

/** The layout that the marker names; undefined when the marker cannot be understood. */
async function formatOf(folder: string): Promise<unknown> {
  try {
    const marker: unknown = JSON.parse(await fs.readFile(join(folder, MARKER), "utf8"));
    return typeof marker === "object" && marker !== null && "format" in marker ? marker.format : undefined;
  } catch {
    return undefined;
  }
}
