import { XMLBuilder, XMLParser, XMLValidator } from "fast-xml-parser";
import { AwsError } from "./aws-error.ts";

/** What `buildXml` writes: an array repeats its element, undefined leaves it out. */
type XmlValue = string | number | boolean | undefined | XmlMembers | readonly XmlValue[];
export interface XmlMembers {
  readonly [element: string]: XmlValue;
}

/** Namespace of S3's documents. Its `<Error>` documents carry none. */
export const S3_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };

/** Numeric references for control characters, as S3 writes keys that hold them: a raw CR would be read back as LF. */
function escapeText(text: string): string {
  return text.replace(/[&<>"'\p{Cc}\ufffe\uffff]/gu, (character) => ESCAPES[character] ?? `&#x${character.charCodeAt(0).toString(16)};`);
}

type Prepared = string | { [element: string]: Prepared } | Prepared[];

function prepare(value: Exclude<XmlValue, undefined>): Prepared {
  if (typeof value !== "object") return escapeText(String(value));
  if (isList(value)) return value.flatMap((item) => (item === undefined ? [] : [prepare(item)]));
  return prepareMembers(value);
}

function isList(value: XmlMembers | readonly XmlValue[]): value is readonly XmlValue[] {
  return Array.isArray(value);
}

function prepareMembers(members: XmlMembers): { [element: string]: Prepared } {
  return Object.fromEntries(Object.entries(members).flatMap(([name, member]) => (member === undefined ? [] : [[name, prepare(member)]])));
}

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: "@", processEntities: false, suppressEmptyNode: true });

/**
 * An XML document with declaration: `buildXml("ListBucketResult", { Name, Contents: [...] }, S3_NAMESPACE)`. Text is escaped here;
 * element names must be XML names of the program's own.
 */
export function buildXml(root: string, members: XmlMembers, namespace?: string): string {
  const content = prepareMembers(members);
  const element = namespace === undefined ? content : { "@xmlns": namespace, ...content };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ [root]: element })}`;
}

/** An element as read: local name (prefix removed), its own text (entities decoded, white space kept), child elements in order. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** 400 MalformedXML in AWS's words (aws-facts 1.10). */
export function malformedXml(): AwsError {
  return new AwsError(400, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");
}

/** Under this name the parser gives CDATA sections, whose text has no entities. */
const CDATA = "#cdata";

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  cdataPropName: CDATA,
  ignoreDeclaration: true,
  ignorePiTags: true,
});

/** A map, because a record has names of its own, such as `constructor`. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

function decodeEntity(_reference: string, name: string): string {
  const numeric = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(name);
  if (numeric === null) {
    const character = NAMED.get(name);
    if (character === undefined) throw malformedXml();
    return character;
  }
  const point = numeric[1] === undefined ? Number(numeric[2]) : Number.parseInt(numeric[1], 16);
  // Half of a surrogate pair is no character: nothing could store it, or write it back.
  if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) throw malformedXml();
  return String.fromCodePoint(point);
}

function decodeText(text: string): string {
  return text.replace(/&([^;&]*);/g, decodeEntity);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function literalText(nodes: unknown): string {
  return (Array.isArray(nodes) ? nodes : []).map((node) => (isRecord(node) ? String(node["#text"]) : "")).join("");
}

/** fast-xml-parser's ordered form: each node is `{ name: children }`, `{ "#text": text }` or `{ "#cdata": [{ "#text": text }] }`. */
function readNodes(nodes: unknown): { readonly text: string; readonly children: XmlElement[] } {
  let text = "";
  const children: XmlElement[] = [];
  for (const node of Array.isArray(nodes) ? nodes : []) {
    if (!isRecord(node)) continue;
    for (const [name, value] of Object.entries(node)) {
      if (name === "#text") text += decodeText(String(value));
      else if (name === CDATA) text += literalText(value);
      else if (name !== ":@") children.push({ name, ...readNodes(value) });
    }
  }
  return { text, children };
}

/**
 * The root element of a document. Anything that is not well formed, has a document type (so no entity can be declared and
 * expanded) or uses an entity other than XML's own five is refused with 400 MalformedXML.
 */
export function parseXml(text: string): XmlElement {
  if (/<!DOCTYPE|<!ENTITY/i.test(text) || XMLValidator.validate(text) !== true) throw malformedXml();
  let nodes: unknown;
  try {
    nodes = parser.parse(text);
  } catch {
    throw malformedXml();
  }
  const [root, ...others] = readNodes(nodes).children;
  if (root === undefined || others.length > 0) throw malformedXml();
  return root;
}

/** The children of that name. */
export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

/** The first child of that name. */
export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name);
}

/** The text of the first child of that name, white space kept; undefined when there is no such child. */
export function textOf(element: XmlElement, name: string): string | undefined {
  return childOf(element, name)?.text;
}
