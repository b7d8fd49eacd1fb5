import { describe, expect, it } from "vitest";
import { checkWriteCondition, readWriteCondition } from "./write-condition.ts";

const read = (headers: Record<string, string>) => readWriteCondition((name) => headers[name]);
const object = { etag: "abc", isDeleteMarker: false };
const marker = { etag: "", isDeleteMarker: true };

describe("readWriteCondition", () => {
  it.each<Record<string, string>>([{ "if-none-match": '"abc"' }, { "if-match": "*" }, { "if-match": '"abc"', "if-none-match": "*" }])(
    "answers 501 to %j: aws-facts 1.4",
    (headers) => {
      const message = "A header you provided implies functionality that is not implemented";
      expect(() => read(headers)).toThrow(expect.objectContaining({ status: 501, code: "NotImplemented", message }));
    },
  );
});

describe("checkWriteCondition", () => {
  it("holds If-None-Match against objects, not against delete markers", () => {
    const condition = read({ "if-none-match": "*" });
    expect(() => checkWriteCondition(condition, "k", undefined)).not.toThrow();
    expect(() => checkWriteCondition(condition, "k", marker)).not.toThrow();
    expect(() => checkWriteCondition(condition, "k", object)).toThrow(
      expect.objectContaining({ status: 412, code: "PreconditionFailed", details: { Condition: "If-None-Match" } }),
    );
  });

  it("holds If-Match against the current ETag, quoted or not", () => {
    expect(() => checkWriteCondition(read({ "if-match": '"abc"' }), "k", object)).not.toThrow();
    expect(() => checkWriteCondition(read({ "if-match": "abc" }), "k", object)).not.toThrow();
    expect(() => checkWriteCondition(read({ "if-match": '"other"' }), "k", object)).toThrow(expect.objectContaining({ status: 412 }));
    expect(() => checkWriteCondition(read({ "if-match": '"abc"' }), "k", marker)).toThrow(expect.objectContaining({ status: 404, code: "NoSuchKey" }));
  });
});
