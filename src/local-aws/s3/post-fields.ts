import { utf8 } from "#local-aws/protocol/bytes.ts";
import { parseXml } from "#local-aws/protocol/xml.ts";
import { isHeaderName } from "./header-name.ts";
import { invalidArgument } from "./request-errors.ts";

/** The fields of a form by lower-case name; of one that comes twice the first counts. */
export type PostFields = ReadonlyMap<string, string>;

/**
 * The fields as S3 reads them: names without letter case, `${filename}` replaced in every value, and the bucket that the form is
 * posted to as the field `bucket`, which policies ask for.
 * @param filename of the file; a browser may send a whole path
 */
export function readPostFields(fields: readonly (readonly [name: string, value: string])[], filename: string, bucket: string): PostFields {
  const baseName = filename.split(/[\\/]/).at(-1) ?? "";
  const read = new Map<string, string>();
  for (const [name, value] of fields) {
    const lower = name.toLowerCase();
    if (!read.has(lower)) read.set(lower, value.replaceAll("${filename}", baseName));
  }
  // Never what the form says: a policy for one bucket must not open another.
  read.set("bucket", bucket);
  return read;
}

/** Fields that say what a PUT says by a header of the same name (S3 API Reference, "POST Object"). */
const CONTENT_FIELDS = ["cache-control", "content-type", "content-disposition", "content-encoding", "content-language", "expires"];
const SIGNATURE_FIELDS = new Set(["x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature", "x-amz-security-token"]);

/**
 * The headers of the PUT that a form stands for: content headers, metadata, storage class, checksums and the four of server-side
 * encryption are form fields of the same names; `acl` and `tagging` have names of their own.
 * @throws AwsError 400 `InvalidArgument` for a name or value that no header can have, 400 `MalformedXML` for tagging that is none
 */
export function headersOfFields(fields: PostFields): Headers {
  const headers = new Headers();
  const set = (name: string, value: string): void => {
    if (!isHeaderName(name) || /[\0\r\n]/.test(value)) throw invalidArgument("The value of a form field is not valid.", { ArgumentName: name });
    // As HTTP would carry it: bytes, shown as Latin-1.
    headers.set(name, Array.from(utf8(value), (byte) => String.fromCharCode(byte)).join(""));
  };
  for (const [name, value] of fields) {
    if (CONTENT_FIELDS.includes(name) || (name.startsWith("x-amz-") && !SIGNATURE_FIELDS.has(name))) set(name, value);
  }
  const acl = fields.get("acl");
  if (acl !== undefined) set("x-amz-acl", acl);
  const tagging = fields.get("tagging");
  if (tagging !== undefined) set("x-amz-tagging", taggingHeader(tagging));
  return headers;
}

/** The field `tagging` holds the document of PutObjectTagging. */
function taggingHeader(xml: string): string {
  const sets = parseXml(xml).children.filter(({ name }) => name === "TagSet");
  const pairs = sets
    .flatMap((set) => set.children)
    .map(({ children }) => ["Key", "Value"].map((name) => children.find((child) => child.name === name)?.text ?? ""));
  return new URLSearchParams(pairs).toString();
}
