import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { currentContext, switchContextMode, type ContextDraft } from "./context-modes.ts";

const empty: ContextDraft = { contextMode: "rows", contextRows: [], contextJson: "" };

function switched(draft: ContextDraft, mode: ContextDraft["contextMode"]): ContextDraft {
  const result = switchContextMode(draft, mode);
  if (!result.ok) throw new Error(result.problem);
  return result.draft;
}

describe("going between rows and JSON", () => {
  it("writes the rows as JSON in the order they were typed", () => {
    const draft = { ...empty, contextRows: [{ key: "team", value: "b" }, { key: "area", value: "" }, { key: "", value: "" }, { key: "1", value: "x" }] };
    expect(switched(draft, "json").contextJson).toBe('{\n  "team": "b",\n  "area": "",\n  "1": "x"\n}');
  });

  it("writes no JSON for no pairs", () => {
    expect(switched(empty, "json").contextJson).toBe("");
  });

  it("gives back the rows as they were when the JSON was not changed", () => {
    const rows = [{ key: "z", value: "1" }, { key: "", value: "" }, { key: "a", value: "2" }];
    const there = switched({ ...empty, contextRows: rows }, "json");
    expect(switched(there, "rows").contextRows).toEqual(rows);
  });

  it("gives back the JSON as it was typed when the rows were not changed", () => {
    const text = '{ "z":"1",\n\n "a" : "2" }';
    const there = switched({ ...empty, contextMode: "json", contextJson: text }, "rows");
    expect(switched(there, "json").contextJson).toBe(text);
  });

  it.each([
    ["JSON that is not finished", { ...empty, contextMode: "json" as const, contextJson: '{"a":' }],
    ["JSON with a number", { ...empty, contextMode: "json" as const, contextJson: '{"a":1}' }],
    ["a row without a key", { ...empty, contextRows: [{ key: "", value: "lost?" }] }],
    ["a key that stands twice", { ...empty, contextRows: [{ key: "a", value: "1" }, { key: "a", value: "2" }] }],
  ])("stays where it is, losing nothing, with %s", (_, draft) => {
    const result = switchContextMode(draft, draft.contextMode === "rows" ? "json" : "rows");
    expect(result.ok).toBe(false);
  });

  it("means the same on the other side, whatever the pairs", () => {
    const pairs = fc.uniqueArray(fc.record({ key: fc.string({ minLength: 1, unit: "binary" }), value: fc.string({ unit: "binary" }) }), { selector: ({ key }) => key, maxLength: 8 });
    fc.assert(
      fc.property(pairs, (contextRows) => {
        const draft = { ...empty, contextRows };
        const there = switched(draft, "json");
        expect(currentContext(there)).toEqual(currentContext(draft));
        const changed = { ...there, contextRows: [] };
        expect(currentContext(switched(changed, "rows"))).toEqual(currentContext(draft));
      }),
    );
  });
});
