import type { S3Request } from "#local-aws/protocol/request-context.ts";
import { malformedXml, type XmlElement, type XmlMembers } from "#local-aws/protocol/xml.ts";
import { allowChildren, readXml, singleChild } from "./answers.ts";
import { checkTags, type Tag } from "./tag-rules.ts";

/** Room for 50 of the longest tags, written with entities. */
const MAX_BODY_BYTES = 256 * 1024;

/**
 * Reads the document of PutObjectTagging or PutBucketTagging.
 * @throws AwsError 400 `MalformedXML`; as `checkTags`.
 */
export async function readTagging(request: Pick<S3Request, "body">, kind: "object" | "bucket"): Promise<readonly Tag[]> {
  const root = await readXml(request, "Tagging", MAX_BODY_BYTES);
  allowChildren(root, ["TagSet"]);
  const set = singleChild(root, "TagSet");
  if (set === undefined) throw malformedXml();
  return readTags(set, kind);
}

/**
 * The tags in an element that holds nothing else.
 * @throws AwsError 400 `MalformedXML`; as `checkTags`.
 */
export function readTags(set: XmlElement, kind: "object" | "bucket"): readonly Tag[] {
  allowChildren(set, ["Tag"]);
  const tags = set.children.map(readTag);
  checkTags(tags, kind);
  return tags;
}

/** The document of GetObjectTagging and GetBucketTagging. */
export function taggingXml(tags: readonly Tag[]): XmlMembers {
  return { TagSet: { Tag: tags.map(({ Key, Value }) => ({ Key, Value })) } };
}

function readTag(element: XmlElement): Tag {
  allowChildren(element, ["Key", "Value"]);
  const Key = singleChild(element, "Key")?.text;
  const Value = singleChild(element, "Value")?.text;
  if (Key === undefined || Value === undefined) throw malformedXml();
  return { Key, Value };
}
