import * as multipart from "multipasta";
import { AwsError } from "./aws-error.ts";
import { fromUtf8 } from "./bytes.ts";

/** A form as a browser posts it: its fields in order, then its file; what follows the file is not read (S3 ignores it). */
export interface UploadForm {
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Undefined when the form has no field `file`. */
  readonly file: { readonly filename: string; readonly stream: ReadableStream<Uint8Array> } | undefined;
}

/** S3's limit for everything in front of the file, in bytes. */
const MAX_FIELD_BYTES = 20_480;
const FILE = "file";

/**
 * Reads the fields of a `multipart/form-data` body, and gives the file behind them as a stream that pulls no faster than it is read.
 * @throws AwsError 400 `MalformedPOSTRequest`; 400 `MaxPostPreDataLengthExceeded` for fields above 20 KB. The file's stream errors
 * with the former when the form is cut short.
 */
export async function readUploadForm(source: ReadableStream<Uint8Array>, contentType: string): Promise<UploadForm> {
  const form = createParser(contentType);
  const reader = source.getReader();
  const pull = async (): Promise<void> => {
    const { done, value } = await reader.read();
    if (done) form.end();
    else form.write(value);
  };
  while (!form.fileBegan() && !form.ended()) await pull();
  const filename = form.filename();
  return { fields: form.fields, file: filename === undefined ? undefined : { filename, stream: fileStream(form, pull, () => reader.cancel()) } };
}

type FormParser = ReturnType<typeof createParser>;

/** The parser pushes; what it pushed and nobody took yet waits here, never more than one chunk of the source. */
function createParser(contentType: string) {
  const fields: (readonly [string, string])[] = [];
  const chunks: Uint8Array[] = [];
  let filename: string | undefined;
  let fileEnded = false;
  let ended = false;
  let fieldBytes = 0;
  let failure: AwsError | undefined;
  const parser = multipart.make({
    headers: { "content-type": contentType },
    isFile: (info) => info.name === FILE,
    maxFieldSize: MAX_FIELD_BYTES,
    onField: (info, value) => {
      if (filename !== undefined) return;
      fieldBytes += info.name.length + value.length;
      if (fieldBytes > MAX_FIELD_BYTES) failure ??= fieldsTooLong();
      else fields.push([info.name, fromUtf8(value)]);
    },
    onFile: (info) => {
      if (filename !== undefined) {
        failure ??= new AwsError(400, "InvalidArgument", "POST requires exactly one file upload per request.", { details: { ArgumentName: FILE, ArgumentValue: "2" } });
        return () => undefined;
      }
      filename = info.filename ?? "";
      return (chunk) => {
        if (chunk === null) fileEnded = true;
        // The parser may give its own buffer again with other bytes in it.
        else chunks.push(chunk.slice());
      };
    },
    onError: (error) => {
      failure ??= error._tag === "ReachedLimit" ? fieldsTooLong() : malformed();
    },
    onDone: () => {
      ended = true;
    },
  });
  const check = (): void => {
    if (failure !== undefined) throw failure;
  };
  return {
    fields,
    write: (bytes: Uint8Array): void => {
      parser.write(bytes);
      check();
    },
    end: (): void => {
      parser.end();
      check();
      ended = true;
    },
    fileBegan: () => filename !== undefined,
    fileEnded: () => fileEnded,
    ended: () => ended,
    filename: () => filename,
    takeChunk: () => chunks.shift(),
  };
}

function fileStream(form: FormParser, pull: () => Promise<void>, cancel: () => Promise<void>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        let chunk = form.takeChunk();
        while (chunk === undefined && !form.ended()) {
          await pull();
          chunk = form.takeChunk();
        }
        if (chunk !== undefined) controller.enqueue(chunk);
        else if (form.fileEnded()) controller.close();
        else controller.error(malformed());
      },
      cancel,
    },
    { highWaterMark: 0 },
  );
}

function malformed(): AwsError {
  return new AwsError(400, "MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.");
}

function fieldsTooLong(): AwsError {
  return new AwsError(400, "MaxPostPreDataLengthExceeded", "Your POST request fields preceding the upload file was too large.", {
    details: { MaxPostPreDataLengthBytes: String(MAX_FIELD_BYTES) },
  });
}
