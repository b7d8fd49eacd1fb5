// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { AwsFailure } from "#domain/failure.ts";
import { FailureAlert } from "./failure-alert.tsx";

afterEach(cleanup);

const disabled: AwsFailure = {
  kind: "key-unusable",
  reason: "disabled",
  keyArn: "arn:aws:kms:us-east-1:111122223333:key/00000000-0000-4000-8000-000000000001",
  service: "S3",
  operation: "PutObject",
  code: "KMS.DisabledException",
  message: "arn:aws:kms:us-east-1:111122223333:key/00000000-0000-4000-8000-000000000001 is disabled.",
  httpStatus: 400,
  requestId: "REQUEST1",
  extendedRequestId: "EXTENDED1",
};

describe("FailureAlert", () => {
  it("says in plain words what happened and what to do", () => {
    render(<FailureAlert failure={disabled} />);
    expect(screen.getAllByText(/disabled/i).length).toBeGreaterThan(0);
    expect(screen.getByText("What to do")).toBeTruthy();
  });

  it("keeps code, message and both request ids behind Details, with a button that copies them", async () => {
    render(<FailureAlert failure={disabled} />);
    const details = screen.getByRole("button", { name: "Details" });
    expect(details.getAttribute("aria-expanded")).toBe("false");
    await userEvent.click(details);
    for (const text of ["KMS.DisabledException", disabled.message, "REQUEST1", "EXTENDED1", "S3 PutObject"]) expect(screen.getByText(text)).toBeTruthy();
    expect(screen.getByRole("button", { name: /Copy details/ })).toBeTruthy();
  });

  it("offers Retry only where there is something to retry", async () => {
    const onRetry = vi.fn<() => void>();
    const { rerender } = render(<FailureAlert failure={disabled} onRetry={onRetry} />);
    await userEvent.click(screen.getByRole("button", { name: "Retry" }));
    expect(onRetry).toHaveBeenCalledOnce();
    rerender(<FailureAlert failure={disabled} />);
    expect(screen.queryByRole("button", { name: "Retry" })).toBeNull();
  });

  it("leaves out what no answer told", async () => {
    render(<FailureAlert failure={{ kind: "network-or-cors", service: "S3", operation: "HeadBucket", message: "" }} />);
    expect(screen.queryByText("Request ID")).toBeNull();
    expect(screen.queryByText("Error code")).toBeNull();
    expect(document.body.textContent).not.toMatch(/undefined/);
  });
});
