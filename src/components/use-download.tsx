import { useState } from "react";
import { failureOf, type AwsFailure } from "#domain/failure.ts";
import type { ObjectRef } from "#domain/object.ts";
import { useSession } from "#session/session-context.tsx";

/** A download that was asked for. */
export interface Download {
  /** Starts one. The object's first byte is read first, so that a refusal shows here and not as a broken file. */
  readonly start: (ref: ObjectRef) => void;
  readonly busy: boolean;
  /** Why the last one did not start. */
  readonly refused: { readonly ref: ObjectRef; readonly failure: AwsFailure } | undefined;
}

/** Lets the browser save objects by a URL that this page signed. */
export function useDownload(): Download {
  const session = useSession();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Download["refused"]>();
  const start = async (ref: ObjectRef) => {
    setBusy(true);
    setRefused(undefined);
    try {
      save(await session.downloadUrl(ref));
    } catch (error) {
      setRefused({ ref, failure: failureOf(error) });
    } finally {
      setBusy(false);
    }
  };
  return { start: (ref) => void start(ref), busy, refused };
}

/** The answer says `Content-Disposition: attachment`, so following the link saves the object and leaves the page where it is. */
function save(url: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.rel = "noopener noreferrer";
  link.download = "";
  document.body.append(link);
  link.click();
  link.remove();
}
