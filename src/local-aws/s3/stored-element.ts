import { malformedXml, type XmlElement, type XmlMembers } from "#local-aws/protocol/xml.ts";
import type { StoredElement } from "#local-aws/world.ts";

/**
 * A document to be kept as it was put. Every element of S3's schemas has a name like `StorageClass` or `SSE-KMS`; others would be names
 * that JavaScript has a meaning for, too.
 * @throws AwsError 400 `MalformedXML` for another name
 */
export function storedElement({ name, text, children }: XmlElement): StoredElement {
  if (!/^[A-Z][A-Za-z0-9-]*$/.test(name)) throw malformedXml();
  return { name, text, children: children.map(storedElement) };
}

/** The content of an element that was kept as it was put, to answer it again: children of one name stay together, in their order. */
export function storedElementXml(element: StoredElement): XmlMembers {
  if (element.children.length === 0) return element.text === "" ? {} : { "#text": element.text };
  const members: Record<string, XmlMembers[]> = {};
  for (const child of element.children) (members[child.name] ??= []).push(storedElementXml(child));
  return members;
}
