import { CHECKSUM_ALGORITHMS } from "#local-aws/protocol/checksums.ts";
import type { RequestContext } from "#local-aws/protocol/request-context.ts";
import { childrenOf, malformedXml, parseXml, textOf, type XmlElement } from "#local-aws/protocol/xml.ts";
import type { UploadedPart } from "#local-aws/world.ts";
import { readText } from "./answers.ts";
import { MAX_PARTS } from "./multipart-uploads.ts";
import { invalidRequest } from "./request-errors.ts";
import { unquote } from "./write-condition.ts";

/** One part as CompleteMultipartUpload lists it. */
export interface ListedPart {
  readonly partNumber: number;
  /** Without quotes. */
  readonly etag: string;
  readonly checksums: UploadedPart["checksums"];
}

/** Ten thousand parts with every member stay below this. */
const MAX_DOCUMENT_BYTES = 8 * 1024 ** 2;

/**
 * The list of parts in the body of CompleteMultipartUpload, in the order of the document.
 * @throws AwsError 400 `MalformedXML`; 400 `InvalidRequest` for a list without parts (aws-facts 1.7).
 */
export async function readCompleteDocument(request: Pick<RequestContext, "body">): Promise<readonly ListedPart[]> {
  const text = await readText(request, MAX_DOCUMENT_BYTES);
  const parts = text.trim() === "" ? [] : partElements(parseXml(text)).map(readPart);
  if (parts.length === 0) throw invalidRequest("You must specify at least one part");
  if (parts.length > MAX_PARTS) throw malformedXml();
  return parts;
}

function partElements(root: XmlElement): readonly XmlElement[] {
  if (root.name !== "CompleteMultipartUpload") throw malformedXml();
  return childrenOf(root, "Part");
}

function readPart(element: XmlElement): ListedPart {
  const number = textOf(element, "PartNumber")?.trim() ?? "";
  const etag = textOf(element, "ETag");
  if (!/^\d{1,9}$/.test(number) || etag === undefined) throw malformedXml();
  const checksums = CHECKSUM_ALGORITHMS.flatMap((algorithm) => {
    const value = textOf(element, `Checksum${algorithm}`)?.trim();
    return value === undefined || value === "" ? [] : [[algorithm, value] as const];
  });
  return { partNumber: Number(number), etag: unquote(etag), checksums: Object.fromEntries(checksums) };
}
