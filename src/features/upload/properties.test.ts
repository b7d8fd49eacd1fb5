import { describe, expect, it } from "vitest";
import { metadataProblems, tagProblems } from "./properties.ts";

const row = (name: string, value = "v") => ({ name, value });

describe("user metadata", () => {
  it("passes over empty rows", () => {
    expect(metadataProblems([row("", ""), row("team", "hr")])).toEqual([]);
  });

  it.each([
    ["a value without a name", [row("")], 0],
    ["a name that is no header name", [row("a"), row("my name")], 1],
    ["a name twice, letter case apart: they become one header", [row("Team"), row("team")], 1],
    ["a value a browser cannot send", [row("city", "Zürich")], 0],
    ["aws-facts 7: more than 2 KB", [row("a", "x".repeat(1024)), row("b", "x".repeat(1023))], 1],
  ])("refuses %s, at its row", (_, rows, at) => {
    expect(metadataProblems(rows).map((problem) => problem.row)).toEqual([at]);
  });

  it("aws-facts 7: allows 2 KB", () => {
    expect(metadataProblems([row("a", "x".repeat(2047))])).toEqual([]);
  });
});

describe("tags", () => {
  it.each([
    ["a key twice", [row("a"), row("a")], 1],
    ["a reserved key", [row("AWS:x")], 0],
    ["aws-facts 7: a key over 128 characters", [row("k".repeat(129))], 0],
    ["aws-facts 7: a value over 256 characters", [row("k", "v".repeat(257))], 0],
    ["a character that tags do not take", [row("k", "a*b")], 0],
    ["aws-facts 7: more than 10", Array.from({ length: 11 }, (_, index) => row(`k${index}`)), 10],
  ])("refuse %s, at its row", (_, rows, at) => {
    expect(tagProblems(rows).map((problem) => problem.row)).toEqual([at]);
  });

  it("take ten, letter case apart, with letters of any script", () => {
    expect(tagProblems([row("Team"), row("team"), row("Größe", "très grand +-=._:/@"), ...Array.from({ length: 7 }, (_, index) => row(`k${index}`))])).toEqual([]);
  });
});
