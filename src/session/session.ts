import type { QueryClient } from "@tanstack/react-query";
import type { Caller, CredentialSource } from "#domain/credentials.ts";
import type { ConsoleConfig } from "#domain/config.ts";
import type { ResourceChange } from "#domain/change.ts";
import type { ObjectRef } from "#domain/object.ts";
import type { UploadJobs } from "#jobs/upload-jobs.ts";

/**
 * One signed-in session: a value, made on sign-in and thrown away on sign-out. Nothing of it survives `dispose()`: the sealed key
 * is forgotten, the query cache emptied, running jobs cancelled.
 */
export interface Session {
  readonly caller: Caller;
  readonly region: string;
  readonly config: ConsoleConfig;
  readonly source: CredentialSource;
  /** For display: `AKIA…`/`ASIA…`, never a secret. */
  readonly accessKeyId: string;
  /** Milliseconds since the epoch; undefined for credentials without a known end. */
  readonly expiresAt: number | undefined;
  /** What the person should know of how the session came about, e.g. that a long-lived key could not be exchanged. */
  readonly notice?: string | undefined;
  /** Its `meta` holds the `Aws` that `awsOf(context)` hands to queries. */
  readonly queryClient: QueryClient;
  readonly uploads: UploadJobs;
  /** A GET URL for saving an object, after its first byte was read; rejects with `AwsError` where it cannot be read. */
  downloadUrl(ref: ObjectRef): Promise<string>;
  /** Deletes one object (or version) and refreshes what shows it. Rejects with `AwsError`. */
  deleteObject(ref: ObjectRef): Promise<void>;
  /** Tells the cache what a write changed. */
  changed(changes: readonly ResourceChange[]): void;
  dispose(): void;
}
