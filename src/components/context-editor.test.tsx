// @vitest-environment happy-dom
import { useState } from "react";
import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import { ContextEditor } from "./context-editor.tsx";
import type { ContextDraft } from "./context-modes.ts";

afterEach(cleanup);

function Editor({ start = {} }: { readonly start?: Partial<ContextDraft> }) {
  const [draft, setDraft] = useState<ContextDraft>({ contextMode: "rows", contextRows: [], contextJson: "", ...start });
  return <ContextEditor draft={draft} onChange={(change) => setDraft((before) => ({ ...before, ...change }))} />;
}

const json = () => screen.getByRole<HTMLTextAreaElement>("textbox", { name: /Encryption context as JSON/ });
const field = (name: string) => screen.getByRole<HTMLInputElement>("textbox", { name });

describe("ContextEditor", () => {
  it("takes pairs row by row and shows them as JSON", async () => {
    render(<Editor />);
    await userEvent.click(screen.getByRole("button", { name: "Add pair" }));
    await userEvent.type(field("Key of pair 1"), "dept");
    await userEvent.type(field("Value of pair 1"), "hr");
    await userEvent.click(screen.getByRole("button", { name: "JSON" }));
    expect(JSON.parse(json().value)).toEqual({ dept: "hr" });
  });

  it("aws-facts 2.1: shows the base64 that is sent, and its size", async () => {
    render(<Editor start={{ contextRows: [{ key: "dept", value: "hr" }] }} />);
    const sent = screen.getByRole("button", { name: /As sent: \d+ bytes of header/ });
    await userEvent.click(sent);
    expect(screen.getByText("eyJkZXB0IjoiaHIifQ==")).toBeTruthy();
  });

  it("keeps JSON that cannot be shown as rows, and says why it stays", async () => {
    render(<Editor start={{ contextMode: "json", contextJson: '{"dept":["hr"]}' }} />);
    await userEvent.click(screen.getByRole("button", { name: "Key–value pairs" }));
    expect(json().value).toBe('{"dept":["hr"]}');
    expect(screen.getByText(/Still shown as JSON, so that nothing is lost/)).toBeTruthy();
  });

  it("tells a problem at its row", () => {
    render(<Editor start={{ contextRows: [{ key: "a", value: "1" }, { key: "a", value: "2" }] }} />);
    expect(screen.getByText('The key "a" stands twice. A key can have one value.')).toBeTruthy();
    expect(field("Key of pair 1").getAttribute("aria-invalid")).toBeNull();
    expect(field("Key of pair 2").getAttribute("aria-invalid")).toBe("true");
  });

  it("does not scold JSON that is still being typed, but does once it is left", async () => {
    render(<Editor start={{ contextMode: "json" }} />);
    await userEvent.type(json(), "x");
    expect(screen.queryByText(/not valid JSON/)).toBeNull();
    await userEvent.tab();
    expect(screen.getByText(/not valid JSON/)).toBeTruthy();
  });

  it("warns of pairs that look secret, without refusing them", () => {
    render(<Editor start={{ contextRows: [{ key: "password", value: "hunter2" }] }} />);
    expect(screen.getByText(/"password" looks like a secret/)).toBeTruthy();
    expect(field("Key of pair 1").getAttribute("aria-invalid")).toBeNull();
  });

  it("removes a row and keeps the others as typed", async () => {
    render(<Editor start={{ contextRows: [{ key: "a", value: "1" }, { key: "b", value: "2" }] }} />);
    await userEvent.click(screen.getByRole("button", { name: "Remove pair a" }));
    expect(field("Key of pair 1").value).toBe("b");
    expect(screen.queryByRole("textbox", { name: "Key of pair 2" })).toBeNull();
  });
});
