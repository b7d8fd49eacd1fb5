import { contextToJson } from "./encryption-context.ts";
import { encryptionHeaders, type ObjectEncryption } from "./encryption.ts";
import type { UploadJob } from "./job.ts";
import { s3Uri } from "./object.ts";

/** One file's evidence: what was asked, what S3 answered, and the verdict. Times in ISO 8601, UTC. */
interface ReceiptLine {
  readonly object: string;
  readonly versionId: string | null;
  readonly size: number;
  readonly verdict: string;
  readonly differences: string;
  readonly unverified: string;
  readonly notes: string;
  readonly askedHeaders: string;
  readonly algorithm: string;
  readonly keyArn: string | null;
  readonly bucketKey: string | null;
  readonly encryptionContext: string | null;
  readonly checksum: string | null;
  readonly etag: string | null;
  readonly requestId: string | null;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

/** Receipt lines of jobs that have ended, failures too: an audit wants to know what is missing. */
function receiptLines(jobs: readonly UploadJob[]): readonly ReceiptLine[] {
  return jobs.flatMap((job) => {
    const { state, request } = job;
    if (state.kind !== "done" && state.kind !== "failed" && state.kind !== "cancelled") return [];
    const receipt = state.kind === "done" ? state.receipt : undefined;
    const verdict = state.kind === "done" ? state.verdict : undefined;
    const encryption = encryptionColumns(receipt?.encryption);
    return [
      {
        object: s3Uri(request.ref),
        versionId: receipt?.ref.versionId ?? null,
        size: request.size,
        verdict: state.kind === "done" ? state.verdict.kind : state.kind,
        differences:
          state.kind === "failed"
            ? `${state.failure.code ?? state.failure.kind}: ${state.failure.message}`
            : verdict?.kind === "not-as-asked"
              ? verdict.differences.map(({ field, asked, observed }) => `${field}: asked ${asked}, stored ${observed}`).join("; ")
              : "",
        unverified: verdict?.unverified.join("; ") ?? "",
        notes: verdict?.notes?.join("; ") ?? "",
        askedHeaders: encryptionHeaders(request.settings)
          .map(([name, value]) => `${name}: ${value}`)
          .join("; "),
        ...encryption,
        checksum: receipt?.checksum === undefined ? null : `${receipt.checksum.algorithm} ${receipt.checksum.value}`,
        etag: receipt?.etag ?? null,
        requestId: receipt?.requestId ?? (state.kind === "failed" ? (state.failure.requestId ?? null) : null),
        startedAt: receipt === undefined ? null : new Date(receipt.startedAt).toISOString(),
        finishedAt: receipt === undefined ? null : new Date(receipt.finishedAt).toISOString(),
      },
    ];
  });
}

function encryptionColumns(encryption: ObjectEncryption | undefined): Pick<ReceiptLine, "algorithm" | "keyArn" | "bucketKey" | "encryptionContext"> {
  if (encryption === undefined) return { algorithm: "", keyArn: null, bucketKey: null, encryptionContext: null };
  if (encryption === "not-exposed") return { algorithm: "not exposed by CORS", keyArn: null, bucketKey: null, encryptionContext: null };
  return {
    algorithm: encryption.algorithm,
    keyArn: encryption.keyArn ?? null,
    bucketKey: encryption.bucketKey,
    encryptionContext: encryption.context === undefined ? null : contextToJson(encryption.context),
  };
}

/** The receipt as JSON, two spaces deep. */
export function receiptJson(jobs: readonly UploadJob[]): string {
  return `${JSON.stringify({ receiptVersion: 1, objects: receiptLines(jobs) }, null, 2)}\n`;
}

const COLUMNS: readonly (keyof ReceiptLine)[] = [
  "object",
  "versionId",
  "size",
  "verdict",
  "differences",
  "unverified",
  "notes",
  "askedHeaders",
  "algorithm",
  "keyArn",
  "bucketKey",
  "encryptionContext",
  "checksum",
  "etag",
  "requestId",
  "startedAt",
  "finishedAt",
];

/** The receipt as CSV (RFC 4180). Cells that a spreadsheet would take for a formula are defused (OWASP ASVS 5.0, 1.2.10). */
export function receiptCsv(jobs: readonly UploadJob[]): string {
  const rows = receiptLines(jobs).map((line) => COLUMNS.map((column) => csvCell(line[column])));
  return [COLUMNS, ...rows].map((row) => `${row.join(",")}\r\n`).join("");
}

/** One CSV cell, quoted; a leading `=`, `+`, `-`, `@`, tab or line break gets an apostrophe before it. */
export function csvCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
}
