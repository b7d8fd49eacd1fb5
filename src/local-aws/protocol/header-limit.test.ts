import { expect, test } from "vitest";
import { checkHeaderSection } from "./header-limit.ts";

test("aws-facts 7: 8 KB of names and values, and not a byte more", () => {
  const headers = (length: number): Headers => new Headers({ name: "v".repeat(length - "name".length) });
  expect(() => checkHeaderSection(headers(8192))).not.toThrow();
  expect(() => checkHeaderSection(headers(8193))).toThrow(expect.objectContaining({ status: 400, code: "RequestHeaderSectionTooLarge" }));
});
