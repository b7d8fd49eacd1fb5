import fc from "fast-check";
import { expect, test } from "vitest";
import { html, trusted } from "./html.ts";

test("texts are escaped, markup is not, and undefined is nothing", () => {
  expect(html`<p title="${`"&'`}">${"<b>"}${html`<i>${"x"}</i>`}${undefined}${trusted("<hr>")}</p>`.text).toBe(
    `<p title="&quot;&amp;&#39;">&lt;b&gt;<i>x</i><hr></p>`,
  );
});

test("no text gets out of its place", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("<", ">", '"', "'", "&", "a", "/") }), (text) => {
      expect(html`${text}`.text).not.toMatch(/[<>"']/);
    }),
  );
});
