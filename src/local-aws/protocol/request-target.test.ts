import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalUri } from "./sigv4/canonical-request.ts";
import { encodePercent, readRequestTarget } from "./request-target.ts";
import { readS3Address } from "./s3-address.ts";

const anyText = fc.string({ unit: "grapheme", minLength: 1 });

test("any key survives its way through a path, in both styles, and is signed as clients encode it", () => {
  fc.assert(
    fc.property(anyText, (key) => {
      const encoded = key.split("/").map(encodePercent).join("/");
      expect(readS3Address(`/bucket/${encoded}`, undefined)).toEqual({ bucket: "bucket", key });
      expect(readS3Address(`/${encoded}`, "bucket")).toEqual({ bucket: "bucket", key });
      expect(canonicalUri(`/bucket/${encoded}`, "s3")).toBe(`/bucket/${encoded}`);
    }),
  );
});

test("any parameters survive their way through a query", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyText, fc.string({ unit: "grapheme" }))), (parameters) => {
      const query = parameters.map(([name, value]) => `${encodePercent(name)}=${encodePercent(value)}`).join("&");
      expect(readRequestTarget(new Request("http://localhost/"), { rawTarget: `/b?${query}` })).toEqual({ rawPath: "/b", parameters });
    }),
  );
});

test("without a raw target the URL is read, its fragment left out", () => {
  expect(readRequestTarget(new Request("http://localhost:4566/b/k%20?a&b=c+d#part"), {})).toEqual({
    rawPath: "/b/k%20",
    parameters: [
      ["a", ""],
      ["b", "c d"],
    ],
  });
});
