/** Leaving a half-filled upload form asks first, since a browser cannot choose the same files again by itself; signing out does not. */
import { writeFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { fillUpload, sendUpload, signIn, signOut, transferRow } from "./support/console.ts";

test("a link away from chosen files asks, stays or leaves; sending and signing out do not ask", async ({ page }, info) => {
  const name = "leaving.txt";
  const file = { name, mimeType: "text/plain", buffer: Buffer.from("not yet") };
  const question = page.getByRole("dialog", { name: "Leave without uploading?" });
  await signIn(page);

  await test.step("an untouched form is left without a word", async () => {
    await page.getByRole("link", { name: "Upload", exact: true }).first().click();
    await expect(page.getByRole("heading", { level: 1, name: "Upload" })).toBeVisible();
    await page.getByRole("link", { name: "Transfers", exact: true }).first().click();
    await expect(page.getByRole("heading", { level: 1, name: "Transfers" })).toBeVisible();
  });

  await test.step("staying keeps what was chosen, leaving goes where the link led", async () => {
    await page.getByRole("link", { name: "Upload", exact: true }).first().click();
    await page.getByLabel("Files to upload").setInputFiles(file);
    await page.getByRole("link", { name: "Transfers", exact: true }).first().click();
    await question.getByRole("button", { name: "Stay" }).click();
    await expect(question).toBeHidden();
    await expect(page.getByRole("heading", { level: 1, name: "Upload" })).toBeVisible();
    await expect(page.getByText(name)).toBeVisible();
    await page.getByRole("link", { name: "Transfers", exact: true }).first().click();
    await question.getByRole("button", { name: "Leave" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Transfers" })).toBeVisible();
  });

  await test.step("sending goes to the transfers at once", async () => {
    const path = info.outputPath(name);
    await writeFile(path, "sent");
    await fillUpload(page, { files: path, bucket: "keyseal-plain", prefix: `leaving-${info.workerIndex}/` });
    await sendUpload(page);
    await expect(transferRow(page, name)).toContainText("Sealed as asked");
  });

  await test.step("signing out ends everything", async () => {
    await page.getByRole("link", { name: "Upload", exact: true }).first().click();
    await page.getByLabel("Files to upload").setInputFiles(file);
    await signOut(page);
  });
});
