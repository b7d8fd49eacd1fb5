import { expect, test } from "vitest";
import { buildXml, parseXml } from "#local-aws/protocol/xml.ts";
import { storedElement, storedElementXml } from "./stored-element.ts";

test("a document comes back as it was put", () => {
  const document = "<Root><Rule><ID>a &amp; b</ID><Filter/></Rule><Rule><ID>c</ID><SSE-KMS><KeyId>k</KeyId></SSE-KMS></Rule></Root>";
  const kept = storedElement(parseXml(document));
  expect(buildXml("Root", storedElementXml(kept))).toBe(`<?xml version="1.0" encoding="UTF-8"?>\n${document}`);
});

test.each(["__proto__", "constructor", "toString"])("an element %s is no schema's", (name) => {
  expect(() => storedElement(parseXml(`<Root><Rule><${name}>x</${name}></Rule></Root>`))).toThrow(expect.objectContaining({ code: "MalformedXML" }));
});
