import type { QueryClient } from "@tanstack/react-query";
import type { Aws } from "#aws/aws.ts";
import { baseName } from "#domain/object.ts";
import { createUploadJobs } from "#jobs/create-upload-jobs.ts";
import { createQueryClient } from "#queries/query-client.ts";
import { applyChanges } from "#queries/staleness.ts";
import type { Session } from "./session.ts";

/** A download's URL is used at once; it should not be worth keeping. */
const DOWNLOAD_URL_SECONDS = 60;
/** How long the sealed key outlives a sign-out, for the requests that give up unfinished multipart uploads. */
const LAST_REQUESTS_MS = 5000;

/** What a session is made of. */
export type SessionParts = Pick<Session, "caller" | "config" | "source" | "accessKeyId" | "expiresAt" | "notice"> & { readonly aws: Aws };

/** Composes a session around a door that is signed in. */
export function createSession({ aws, ...told }: SessionParts): Session {
  const queryClient = createQueryClient(aws);
  const changed: Session["changed"] = (changes) => void applyChanges(queryClient, changes);
  const uploads = createUploadJobs({ aws, onChange: changed });
  let disposed = false;
  return {
    ...told,
    region: aws.region,
    queryClient,
    uploads,
    changed,
    async downloadUrl(ref) {
      await aws.probeRead(ref);
      return aws.presignDownload(ref, { fileName: baseName(ref.key), expiresInSeconds: DOWNLOAD_URL_SECONDS });
    },
    async deleteObject(ref) {
      await aws.deleteObject(ref);
      changed([{ kind: "object-deleted", bucket: ref.bucket, key: ref.key }]);
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      forgetAnswers(queryClient);
      void Promise.race([uploads.dispose(), delay(LAST_REQUESTS_MS)]).finally(() => aws.dispose());
    },
  };
}

function forgetAnswers(queryClient: QueryClient): void {
  void queryClient.cancelQueries();
  queryClient.clear();
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
