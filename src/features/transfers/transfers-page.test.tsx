// @vitest-environment happy-dom
import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import type { UploadJob, UploadState } from "#domain/job.ts";
import { renderSignedIn } from "#testing/render-signed-in.tsx";
import { sampleJob } from "#testing/samples.ts";
import { TransfersPage } from "./transfers-page.tsx";
import { TransfersPanel } from "./transfers-panel.tsx";

afterEach(cleanup);

function job(key: string, state: UploadState): UploadJob {
  return { ...sampleJob(key, { ref: { bucket: "keyseal-demo", key } }), state };
}

const receipt = { ref: { bucket: "keyseal-demo", key: "done.txt" }, encryption: { algorithm: "AES256", bucketKey: "off" as const }, requestId: "REQ7", startedAt: 0, finishedAt: 1000 };
const done = job("done.txt", { kind: "done", verdict: { kind: "sealed-as-asked", unverified: [] }, receipt });
const other = job("other.txt", { kind: "done", verdict: { kind: "not-as-asked", differences: [{ field: "bucket-key", asked: "on", observed: "off" }], unverified: ["encryption context"] }, receipt });
const failed = job("failed.txt", { kind: "failed", failure: { kind: "key-unusable", reason: "disabled", service: "S3", operation: "PutObject", code: "KMS.DisabledException", message: "is disabled.", requestId: "REQ9" } });
const running = job("running.txt", { kind: "running", stage: "sending" });

describe("the transfers page", () => {
  it("says how each upload ended, and what differs where it is not as asked", async () => {
    await renderSignedIn(<TransfersPage />, { jobs: [done, other, failed, running] });
    expect(screen.getByText("Sealed as asked")).toBeTruthy();
    expect(screen.getByText("S3 Bucket Key: asked for on, S3 answered off")).toBeTruthy();
    expect(screen.getByText("Not verified: encryption context")).toBeTruthy();
    expect(screen.getByText("Sending")).toBeTruthy();
  });

  it("shows a failure whole behind Details: codes and request id", async () => {
    await renderSignedIn(<TransfersPage />, { jobs: [failed] });
    await userEvent.click(screen.getByRole("button", { name: "Details of failed.txt" }));
    const dialog = screen.getByRole("dialog");
    await userEvent.click(within(dialog).getByRole("button", { name: "Details" }));
    expect(within(dialog).getByText("KMS.DisabledException")).toBeTruthy();
    expect(within(dialog).getByText("REQ9")).toBeTruthy();
  });

  it("offers only what can be done: cancel what runs, retry what failed", async () => {
    await renderSignedIn(<TransfersPage />, { jobs: [done, failed, running] });
    expect(screen.getByRole("button", { name: "Cancel running.txt" })).toBeTruthy();
    expect(screen.getByRole("button", { name: "Retry failed.txt" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Retry done.txt" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Cancel done.txt" })).toBeNull();
  });

  it("asks before it cancels everything", async () => {
    await renderSignedIn(<TransfersPage />, { jobs: [running] });
    await userEvent.click(screen.getByRole("button", { name: "Cancel all" }));
    expect(within(screen.getByRole("dialog")).getByRole("button", { name: "Go on uploading" })).toBeTruthy();
  });

  it("puts 25 of 100,000 rows into the page and counts them all", async () => {
    const many = Array.from({ length: 100_000 }, (_, index) => ({ ...done, id: String(index) }));
    await renderSignedIn(<TransfersPage />, { jobs: many });
    expect(within(screen.getByRole("table", { name: /Transfers/ })).getAllByRole("row")).toHaveLength(26);
    expect(screen.getByText("(100,000)")).toBeTruthy();
  });

  it("leads on when there is nothing yet", async () => {
    await renderSignedIn(<TransfersPage />);
    expect(screen.getByRole("link", { name: "Upload files" }).getAttribute("href")).toBe("/upload");
  });
});

describe("the transfers panel", () => {
  it("shows a few and leads to all", async () => {
    await renderSignedIn(<TransfersPanel />, { jobs: Array.from({ length: 20 }, (_, index) => ({ ...running, id: String(index) })) });
    expect(screen.getAllByRole("button", { name: "Cancel running.txt" })).toHaveLength(8);
    expect(screen.getByRole("link", { name: "All 20 transfers" }).getAttribute("href")).toBe("/transfers");
  });
});
