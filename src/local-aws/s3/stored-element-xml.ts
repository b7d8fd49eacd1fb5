import type { XmlMembers } from "#local-aws/protocol/xml.ts";
import type { StoredElement } from "#local-aws/world.ts";

/** The content of an element that was kept as it was put, to answer it again: children of one name stay together, in their order. */
export function storedElementXml(element: StoredElement): XmlMembers {
  if (element.children.length === 0) return element.text === "" ? {} : { "#text": element.text };
  const members: Record<string, XmlMembers[]> = {};
  for (const child of element.children) (members[child.name] ??= []).push(storedElementXml(child));
  return members;
}
