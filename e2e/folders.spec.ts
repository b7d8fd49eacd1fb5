/** Many files, and uploads that are disturbed: cancelled, cut off, or their file changed on disk. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HeadObjectCommand, ListMultipartUploadsCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { expect, test, type Locator, type Page } from "@playwright/test";
import { s3 } from "./support/aws-clients.ts";
import { fillUpload, randomFile, sendUpload, signIn, tick, transferRow } from "./support/console.ts";

const BUCKET = "keyseal-plain";
const MIB = 1024 ** 2;
/** Longest the page may stand still: a person takes more for broken. Generous, because the machine is shared. */
const LONGEST_STANDSTILL_MS = 2000;

/** Writes `count` small files into folders of 100, each holding its own number; answers their paths under the folder and their bytes in all. */
async function writeTree(root: string, count: number): Promise<{ readonly paths: readonly string[]; readonly bytes: number }> {
  const paths = Array.from({ length: count }, (_, index) => `box ${String(Math.floor(index / 100)).padStart(3, "0")}/file-${String(index).padStart(5, "0")}.txt`);
  for (const box of new Set(paths.map((path) => path.slice(0, path.indexOf("/"))))) await mkdir(join(root, box), { recursive: true });
  await Promise.all(paths.map((path) => writeFile(join(root, path), path)));
  return { paths, bytes: paths.reduce((sum, path) => sum + path.length, 0) };
}

/** Chooses a folder by the page's own chooser. */
async function chooseFolder(page: Page, folder: string): Promise<void> {
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Add folder" }).click();
  await (await choosing).setFiles(folder);
}

async function openUpload(page: Page, prefix: string): Promise<void> {
  await signIn(page, "admin", "/upload");
  await page.getByRole("combobox", { name: /^Bucket/ }).fill(BUCKET);
  await page.keyboard.press("Escape");
  await page.getByRole("textbox", { name: /^Prefix/ }).fill(prefix);
}

/** Watches how long the page answers nobody, by a beat of its own thread, from when it is given the files: what the browser does to hand them over is its own. */
async function watchStandstill(page: Page): Promise<void> {
  await page.evaluate(() => {
    const state = { longest: 0, last: performance.now() };
    Object.assign(window, { standstill: state });
    const beat = (): void => {
      const now = performance.now();
      state.longest = Math.max(state.longest, now - state.last);
      state.last = now;
      setTimeout(beat, 20);
    };
    beat();
    const restart = ({ target }: Event): void => {
      if (target instanceof HTMLInputElement && target.type === "file") Object.assign(state, { longest: 0, last: performance.now() });
    };
    window.addEventListener("change", restart, { capture: true });
  });
}

/** Fails when the page stood still for too long since the last time this was asked. */
async function expectNoStandstill(page: Page, meanwhile: string): Promise<void> {
  const longest = await page.evaluate(() => {
    const { standstill } = window as unknown as { standstill: { longest: number } };
    const { longest } = standstill;
    standstill.longest = 0;
    return longest;
  });
  expect(longest, `milliseconds without an answer while ${meanwhile}`).toBeLessThan(LONGEST_STANDSTILL_MS);
}

async function keysUnder(prefix: string): Promise<readonly string[]> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const page = await s3().send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: prefix, ContinuationToken: token }));
    for (const { Key } of page.Contents ?? []) keys.push(Key ?? "");
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return keys;
}

async function unfinishedUploads(prefix: string): Promise<number> {
  return (await s3().send(new ListMultipartUploadsCommand({ Bucket: BUCKET, Prefix: prefix }))).Uploads?.length ?? 0;
}

async function cancelAll(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Cancel all" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel all uploads" }).click();
}

const filesTable = (page: Page): Locator => page.getByRole("table", { name: "Files to upload" });

test("a folder of 10,000 files: listed, counted, started and cancelled without the page standing still", async ({ page }, info) => {
  const folder = info.outputPath("ten thousand");
  const { bytes } = await writeTree(folder, 10_000);
  await openUpload(page, "many/");
  await watchStandstill(page);
  await chooseFolder(page, folder);

  await expect(page.getByRole("heading", { name: "Files (10,000)" })).toBeVisible({ timeout: 60_000 });
  await expectNoStandstill(page, "the files were listed");
  await expect(page.getByText(`10,000 files, ${(bytes / 1024).toFixed(0)} KiB`).first()).toBeVisible();
  const first = filesTable(page).getByRole("row").filter({ hasText: "file-00000.txt" });
  await expect(first).toContainText("ten thousand/box 000/file-00000.txt");
  await expect(first).toContainText("many/ten thousand/box 000/file-00000.txt");
  await filesTable(page).getByRole("row").filter({ hasText: "file-00001.txt" }).getByRole("button").click();
  await expect(page.getByRole("heading", { name: "Files (9,999)" })).toBeVisible();

  await expectNoStandstill(page, "a file was removed");

  await page.getByRole("button", { name: "Upload 9,999 files" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Transfers" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Uploads (9,999)" })).toBeVisible();
  await expect(page.getByText(/\d+ sealed as asked, [\d,]+ to go/).first()).toBeVisible();
  await expectNoStandstill(page, "the uploads were started");
  await cancelAll(page);
  await expect(page.getByText(/cancelled$/).first()).toBeVisible();
  await expect(page.getByText(/to go/)).toHaveCount(0);
  await expectNoStandstill(page, "the uploads were cancelled");
});

test("a folder is uploaded whole, its paths kept", async ({ page }, info) => {
  const folder = info.outputPath("ledger & co");
  const { paths } = await writeTree(folder, 60);
  await openUpload(page, "folder");
  await tick(page.getByRole("radio", { name: "AWS KMS key (SSE-KMS)" }));
  await tick(page.getByRole("radio", { name: "AWS managed key (aws/s3)" }));
  await chooseFolder(page, folder);
  await sendUpload(page);
  await expect(page.getByText("60 sealed as asked", { exact: true }).first()).toBeVisible({ timeout: 60_000 });
  expect(await keysUnder("folder/")).toEqual(paths.map((path) => `folder/ledger & co/${path}`));
});

test("a multipart upload that is cancelled while it runs leaves nothing unfinished behind", async ({ page }, info) => {
  const file = info.outputPath("cancelled.bin");
  await randomFile(file, 64 * MIB);
  // Parts are held back, so that there is something to cancel however fast the machine is
  await page.route(/partNumber=[2-9]/, async () => {});
  await signIn(page);
  await fillUpload(page, { files: file, bucket: BUCKET, prefix: "cut/" });
  await sendUpload(page);
  await expect.poll(() => unfinishedUploads("cut/cancelled.bin")).toBe(1);
  await page.getByRole("button", { name: "Cancel cut/cancelled.bin" }).click();
  await expect(transferRow(page, "cut/cancelled.bin")).toContainText("Cancelled");
  await expect.poll(() => unfinishedUploads("cut/cancelled.bin")).toBe(0);
  await expect(s3().send(new HeadObjectCommand({ Bucket: BUCKET, Key: "cut/cancelled.bin" }))).rejects.toMatchObject({ name: "NotFound" });

  // Retried, it begins anew and ends well
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.getByRole("button", { name: "Retry cut/cancelled.bin" }).click();
  await expect(transferRow(page, "cut/cancelled.bin")).toContainText("Sealed as asked", { timeout: 60_000 });
});

test("an upload that is cut off in the middle goes on by itself when the network is back", async ({ page, context }, info) => {
  const file = info.outputPath("cut-off.bin");
  await randomFile(file, 64 * MIB);
  await signIn(page);
  await fillUpload(page, { files: file, bucket: BUCKET, prefix: "cut/" });
  const failed: string[] = [];
  page.on("requestfailed", (request) => {
    if (request.url().includes("partNumber=")) failed.push(request.url());
  });
  // Cut as soon as the second part is about to go
  const secondPart = page.waitForRequest(/partNumber=2/);
  await sendUpload(page);
  await secondPart;
  await context.setOffline(true);
  await expect.poll(() => failed.length).toBeGreaterThan(0);
  await context.setOffline(false);
  await expect(transferRow(page, "cut/cut-off.bin")).toContainText("Sealed as asked", { timeout: 60_000 });
  expect(await unfinishedUploads("cut/cut-off.bin")).toBe(0);
});

for (const { what, change } of [
  { what: "deleted", change: (path: string) => rm(path) },
  { what: "changed", change: (path: string) => writeFile(path, "something else, and shorter") },
]) {
  test(`a file that is ${what} on disk after it was chosen fails clearly and stores nothing; the others go`, async ({ page }, info) => {
    const [lost, kept] = [info.outputPath(`${what}.bin`), info.outputPath(`beside-${what}.bin`)];
    await randomFile(lost, 20 * MIB);
    await randomFile(kept, 1000);
    await signIn(page);
    await fillUpload(page, { files: [lost, kept], bucket: BUCKET, prefix: "disk/" });
    await change(lost);
    await sendUpload(page);
    const row = transferRow(page, `disk/${what}.bin`);
    await expect(row).toContainText("The file changed after it was chosen");
    await expect(row).toContainText(`“${what}.bin” was changed, moved or deleted on this computer`);
    await expect(row.getByRole("button", { name: /^Retry/ })).toHaveCount(0);
    await row.getByRole("button", { name: /^Details/ }).click();
    await expect(page.getByRole("dialog").getByRole("listitem").filter({ hasText: "Choose the file again on the upload page." })).toBeVisible();
    await page.getByRole("dialog").getByRole("button", { name: "Close", exact: true }).click();
    await expect(transferRow(page, `disk/beside-${what}.bin`)).toContainText("Sealed as asked");
    expect(await keysUnder(`disk/${what}`)).toEqual([]);
    expect(await unfinishedUploads(`disk/${what}`)).toBe(0);
  });
}
