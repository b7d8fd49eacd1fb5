// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { ConfigProblem } from "./config-problem.tsx";

afterEach(cleanup);

describe("ConfigProblem", () => {
  it("says what is wrong, and offers to try again", () => {
    render(<ConfigProblem problem="region: expected a string" />);
    expect(screen.getByRole("heading", { level: 1, name: "Keyseal cannot start" })).toBeTruthy();
    expect(screen.getByText("region: expected a string")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Reload" })).toBeTruthy();
    expect(document.title).toContain("Configuration problem");
  });
});
