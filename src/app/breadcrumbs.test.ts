import { describe, expect, it } from "vitest";
import { breadcrumbsOf } from "./breadcrumbs.ts";

const texts = (pathname: string, search: Record<string, unknown> = {}) => breadcrumbsOf(pathname, search).map(({ text }) => text);

describe("breadcrumbsOf", () => {
  it.each<[string, Record<string, unknown>, readonly string[]]>([
    ["/buckets", {}, ["Buckets"]],
    ["/buckets/demo/objects", {}, ["Buckets", "demo"]],
    ["/buckets/demo/objects", { prefix: "a/b/" }, ["Buckets", "demo", "a", "b"]],
    ["/buckets/demo/objects", { prefix: "a//" }, ["Buckets", "demo", "a", "(no name)"]],
    ["/buckets/demo/object", { key: "a/b c.txt" }, ["Buckets", "demo", "a", "b c.txt"]],
    ["/buckets/demo/object", { key: "a/#?%2F.. " }, ["Buckets", "demo", "a", "#?%2F..␣"]],
    ["/upload", { bucket: "demo" }, ["Upload"]],
    ["/transfers", {}, ["Transfers"]],
    ["/nowhere", {}, []],
  ])("of %s %j", (pathname, search, expected) => {
    expect(texts(pathname, search)).toEqual(expected);
  });

  it("leads back to each folder", () => {
    expect(breadcrumbsOf("/buckets/demo/objects", { prefix: "a/b/" }).map(({ href }) => href)).toEqual([
      "/buckets",
      "/buckets/demo/objects",
      "/buckets/demo/objects?prefix=a%2F",
      "/buckets/demo/objects?prefix=a%2Fb%2F",
    ]);
  });
});
