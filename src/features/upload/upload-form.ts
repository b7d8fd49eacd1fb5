import { bucketNameProblem } from "#domain/bucket.ts";
import { emptyEncryptionDraft, parseEncryptionDraft, type DraftPlace, type DraftProblem, type EncryptionDraft } from "#domain/encryption-draft.ts";
import { encryptionHeaders, type EncryptionSettings } from "#domain/encryption.ts";
import type { UploadRequest } from "#domain/job.ts";
import { joinKey, keyProblem, type ChecksumAlgorithm, type RawHeader } from "#domain/object.ts";
import { planUpload } from "#domain/upload-plan.ts";
import type { FileRow } from "./picked-files.ts";
import { metadataProblems, tagProblems, type NamedValue, type RowProblem } from "./properties.ts";

/** What the upload page holds besides its files. Everything typed stays while the person moves about in the form. */
export interface UploadDraft {
  readonly bucket: string;
  readonly prefix: string;
  readonly replaceExisting: boolean;
  readonly encryption: EncryptionDraft;
  readonly checksumAlgorithm: ChecksumAlgorithm;
  readonly storageClass: string;
  /** `""` takes the type the browser tells for each file. */
  readonly contentType: string;
  readonly metadata: readonly NamedValue[];
  readonly tags: readonly NamedValue[];
}

/** Problems by field. `undefined` or empty: none. */
export interface UploadProblems {
  readonly files?: string | undefined;
  readonly bucket?: string | undefined;
  readonly prefix?: string | undefined;
  readonly contentType?: string | undefined;
  readonly encryption: readonly DraftProblem[];
  readonly metadata: readonly RowProblem[];
  readonly tags: readonly RowProblem[];
}

/** No problem at all. */
export const noProblems: UploadProblems = { encryption: [], metadata: [], tags: [] };

/** The form as it opens, with the destination that the link named. */
export function emptyUploadDraft(destination: { readonly bucket?: string | undefined; readonly prefix?: string | undefined }): UploadDraft {
  return {
    bucket: destination.bucket ?? "",
    prefix: destination.prefix ?? "",
    replaceExisting: false,
    encryption: emptyEncryptionDraft,
    checksumAlgorithm: "CRC64NVME",
    storageClass: "STANDARD",
    contentType: "",
    metadata: [],
    tags: [],
  };
}

/** The fields every file of the upload shares, once they are right. */
export type SharedRequest = Omit<UploadRequest, "ref" | "size" | "contentType">;

/** Reads the form: what all files share, or every problem at its field. Files whose own name is wrong do not stop the others. */
export function parseUploadDraft(
  draft: UploadDraft,
  rows: readonly FileRow[],
  where: DraftPlace & { readonly bucketMissing?: boolean },
): { readonly ok: true; readonly shared: SharedRequest } | { readonly ok: false; readonly problems: UploadProblems } {
  const encryption = parseEncryptionDraft(draft.encryption, where);
  const problems: UploadProblems = {
    files: rows.length === 0 ? "Add the files to upload." : rows.every(({ problem }) => problem !== undefined) ? "None of these files can be uploaded. Each one says why." : undefined,
    bucket: bucketProblem(draft.bucket.trim(), where.bucketMissing === true),
    prefix: prefixProblem(draft.prefix),
    contentType: contentTypeProblem(draft.contentType),
    encryption: encryption.ok ? [] : encryption.problems,
    metadata: metadataProblems(draft.metadata),
    tags: tagProblems(draft.tags),
  };
  if (!encryption.ok || countProblems(problems) > 0) return { ok: false, problems };
  return {
    ok: true,
    shared: {
      settings: encryption.settings,
      metadata: recordOf(draft.metadata, (name) => name.toLowerCase()),
      tags: recordOf(draft.tags, (name) => name),
      storageClass: draft.storageClass,
      checksumAlgorithm: draft.checksumAlgorithm,
      replaceExisting: draft.replaceExisting,
    },
  };
}

/** How many problems there are, for the announcement. */
export function countProblems(problems: UploadProblems): number {
  const single = [problems.files, problems.bucket, problems.prefix, problems.contentType].filter((problem) => problem !== undefined).length;
  return single + problems.encryption.length + problems.metadata.length + problems.tags.length;
}

/** Whether a problem lies in the section "Properties", which may be closed. */
export function hasPropertyProblems(problems: UploadProblems): boolean {
  return problems.contentType !== undefined || problems.metadata.length > 0 || problems.tags.length > 0;
}

/** The request of one file. The type is the form's, else the browser's, else the one for bytes of no known kind. */
export function requestOf(row: FileRow, draft: UploadDraft, shared: SharedRequest): UploadRequest {
  return { ...shared, ref: { bucket: draft.bucket.trim(), key: row.key }, size: row.size, contentType: contentTypeOf(draft, row.file) };
}

function contentTypeOf(draft: UploadDraft, file: File): string {
  if (draft.contentType.trim() !== "") return draft.contentType.trim();
  return file.type === "" ? "application/octet-stream" : file.type;
}

/** Settings that name the key by its ARN where it is known: aliases and ids resolve in the caller's account, ARNs everywhere alike (aws-facts 1.3). */
export function withKeyArn(settings: EncryptionSettings, arnOf: (reference: string) => string | undefined): EncryptionSettings {
  if (!("keyId" in settings) || settings.keyId === undefined) return settings;
  return { ...settings, keyId: arnOf(settings.keyId) ?? settings.keyId };
}

/** The headers that tell what a request asks for, in the order people read them. Multipart uploads send them on Create, the condition on Complete. */
export function requestHeaders(request: UploadRequest): readonly RawHeader[] {
  const tags = new URLSearchParams(request.tags).toString();
  return [
    ...encryptionHeaders(request.settings),
    ...(request.replaceExisting ? [] : [["if-none-match", "*"] as const]),
    ["content-type", request.contentType],
    planUpload(request.size).kind === "single"
      ? [`x-amz-checksum-${request.checksumAlgorithm.toLowerCase()}`, "(computed from the file)"]
      : ["x-amz-checksum-algorithm", request.checksumAlgorithm],
    ...(request.storageClass === "STANDARD" ? [] : [["x-amz-storage-class", request.storageClass] as const]),
    ...Object.entries(request.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value] as const),
    ...(tags === "" ? [] : [["x-amz-tagging", tags] as const]),
  ];
}

function bucketProblem(bucket: string, missing: boolean): string | undefined {
  if (bucket === "") return "Choose or enter a bucket.";
  return bucketNameProblem(bucket) ?? (missing ? "There is no bucket of this name." : undefined);
}

function prefixProblem(prefix: string): string | undefined {
  return prefix === "" ? undefined : keyProblem(joinKey(prefix, "x"))?.replace("The name", "The prefix");
}

function contentTypeProblem(text: string): string | undefined {
  if (text.trim() === "" || /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(\s*;\s*[ -~]+)?$/.test(text.trim())) return undefined;
  return "A content type looks like text/csv, or text/html; charset=utf-8.";
}

function recordOf(pairs: readonly NamedValue[], nameOf: (name: string) => string): Readonly<Record<string, string>> {
  return Object.fromEntries(pairs.filter(({ name, value }) => name !== "" || value !== "").map(({ name, value }) => [nameOf(name.trim()), value]));
}
