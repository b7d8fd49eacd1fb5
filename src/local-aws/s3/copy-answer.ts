import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { utf8 } from "#local-aws/protocol/bytes.ts";
import { errorResponse, internalError } from "#local-aws/protocol/error-response.ts";
import type { S3Request } from "#local-aws/protocol/request-context.ts";
import type { XmlMembers } from "#local-aws/protocol/xml.ts";
import type { Services } from "#local-aws/services.ts";
import { xmlAnswer } from "./answers.ts";
import type { ResponseHeaders } from "./response-headers.ts";

/** How long a copy may take before its answer begins without it, in milliseconds. AWS names no figure. */
export const PATIENCE_MS = 10_000;
/** How often white space is sent from then on, in milliseconds. */
const KEEP_ALIVE_MS = 1000;
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** A copy on its way. */
export interface Copying {
  readonly root: "CopyObjectResult" | "CopyPartResult";
  /** What is known before the copy is made. */
  readonly headers: ResponseHeaders;
  /** Makes the copy; it calls `progress` as the bytes pass. Its headers are known only at its end. */
  readonly work: (progress: () => void) => Promise<{ readonly members: XmlMembers; readonly headers: ResponseHeaders }>;
}

/**
 * Answers a copy. Like S3, one that takes long is answered 200 before it is done: white space keeps the connection open, and the document
 * behind it is the result or, in an answer that began as a success, an `<Error>` (aws-facts 1.6 row 14). An answer that began early
 * cannot have `x-amz-version-id`. Time is the injected clock's, looked at as the bytes pass.
 */
export async function answerCopy(services: Pick<Services, "clock">, request: Pick<S3Request, "requestId">, copying: Copying): Promise<Response> {
  let spoken = services.clock.now();
  let wait = PATIENCE_MS;
  let speak: () => void = () => undefined;
  const patienceEnds = new Promise<"late">((resolve) => {
    speak = () => resolve("late");
  });
  const done = copying.work(() => {
    const now = services.clock.now();
    if (now - spoken < wait) return;
    [spoken, wait] = [now, KEEP_ALIVE_MS];
    speak();
  });
  const first = await Promise.race([done, patienceEnds]);
  if (first !== "late") return xmlAnswer(copying.root, first.members, { ...copying.headers, ...first.headers });

  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  // A client that has gone away does not stop the copy.
  const send = (text: string) => void writer.write(utf8(text)).catch(() => undefined);
  send(DECLARATION);
  speak = () => send(" ");
  void finish(done, copying, request).then(async (document) => {
    send(document.startsWith(DECLARATION) ? document.slice(DECLARATION.length) : document);
    await writer.close().catch(() => undefined);
  });
  return new Response(readable, { status: 200, headers: { "content-type": "application/xml", ...copying.headers } });
}

/** The document of a copy that is over, well or not. */
async function finish(done: ReturnType<Copying["work"]>, { root }: Copying, { requestId }: Pick<S3Request, "requestId">): Promise<string> {
  try {
    return await xmlAnswer(root, (await done).members).text();
  } catch (error) {
    if (!(error instanceof AwsError)) console.error(`local AWS: internal error in a copy, request ${requestId}:`, error);
    const refusal = error instanceof AwsError ? error : internalError("s3");
    return errorResponse("s3", refusal, { requestId, hostId: "" }, "PUT").text();
  }
}
