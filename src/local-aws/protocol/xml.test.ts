import fc from "fast-check";
import { expect, test } from "vitest";
import { buildXml, childOf, childrenOf, parseXml, S3_NAMESPACE, textOf } from "./xml.ts";

test("a document carries its declaration, namespace, repeated and nested elements, and leaves undefined ones out", () => {
  const text = buildXml(
    "ListBucketResult",
    { Name: "b", Prefix: "", KeyCount: 2, IsTruncated: false, Marker: undefined, Contents: [{ Key: "a" }, { Key: "c", Owner: { ID: "x" } }] },
    S3_NAMESPACE,
  );
  expect(text).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
      '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name><Prefix/><KeyCount>2</KeyCount><IsTruncated>false</IsTruncated>' +
      "<Contents><Key>a</Key></Contents><Contents><Key>c</Key><Owner><ID>x</ID></Owner></Contents></ListBucketResult>",
  );
});

test("markup and control characters are escaped", () => {
  expect(buildXml("R", { Key: `<a b="c">&'\r\n\u0001` })).toContain("<Key>&lt;a b=&quot;c&quot;&gt;&amp;&apos;&#xd;&#xa;&#x1;</Key>");
});

test("any text comes back as it was written", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(textOf(parseXml(buildXml("R", { Key: text, After: "x" })), "Key")).toBe(text);
    }),
  );
});

test("elements are read by local name, in order, with white space in text kept", () => {
  const root = parseXml('<?xml version="1.0"?>\n<s3:Delete xmlns:s3="urn:x" a="b">\n <Object><Key> a </Key></Object>\n <Object><Key>007</Key></Object><!-- no --></s3:Delete>');
  expect(root.name).toBe("Delete");
  expect(childrenOf(root, "Object").map((object) => textOf(object, "Key"))).toEqual([" a ", "007"]);
  expect(childOf(root, "Quiet")).toBeUndefined();
});

test("CDATA is text as it stands, without entities", () => {
  expect(textOf(parseXml("<R><Key>&lt;<![CDATA[a<b&amp;c&d]]>&gt;</Key></R>"), "Key")).toBe("<a<b&amp;c&d>");
  expect(textOf(parseXml("<R><Key><![CDATA[]]></Key></R>"), "Key")).toBe("");
});

test.each([
  ["nothing", ""],
  ["text", "hello"],
  ["an unclosed element", "<a><b></a>"],
  ["two roots", "<a/><b/>"],
  ["a document type", '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
  ["an unknown entity", "<a>&x;</a>"],
  ["an entity named like a member of every object", "<a>&constructor;</a>"],
  ["an element named like the prototype of every object", "<a><__proto__>b</__proto__></a>"],
  ["a code point beyond Unicode", "<a>&#x110000;</a>"],
  ["half of a surrogate pair", "<a>&#xd800;&#xdc00;</a>"],
  ["elements nested deeper than any document of S3's", `${"<a>".repeat(10_000)}${"</a>".repeat(10_000)}`],
])("aws-facts 1.10: %s is MalformedXML", (_, text) => {
  expect(() => parseXml(text)).toThrow(expect.objectContaining({ status: 400, code: "MalformedXML" }));
});
