/** The list of objects: folders, pages, filter, versions, and what is done with what is selected, by those who may and those who may not. */
import { PutBucketVersioningCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { expect, test, type Page } from "@playwright/test";
import { bytesOf, createBucket, s3 } from "./support/aws-clients.ts";
import { goTo, seen, signIn, tick } from "./support/console.ts";

/** More than one page of S3's, and no multiple of it. */
const MANY = 1205;
/** After a test that failed, the next ones run in another worker, which seeds again. */
const worker = process.env.TEST_WORKER_INDEX ?? "0";
const MANY_BUCKET = `e2e-many-${worker}`;
const VERSIONED_BUCKET = `e2e-versioned-${worker}`;
const PLAIN_BUCKET = `e2e-unversioned-${worker}`;

test.beforeAll(async () => {
  const client = s3();
  await Promise.all([MANY_BUCKET, VERSIONED_BUCKET, PLAIN_BUCKET].map((bucket) => createBucket(bucket)));
  await client.send(new PutBucketVersioningCommand({ Bucket: VERSIONED_BUCKET, VersioningConfiguration: { Status: "Enabled" } }));
  const names = Array.from({ length: MANY }, (_, index) => `many/${String(index).padStart(4, "0")}.txt`);
  const put = async () => {
    for (let key = names.shift(); key !== undefined; key = names.shift()) await client.send(new PutObjectCommand({ Bucket: MANY_BUCKET, Key: key, Body: "x" }));
  };
  await Promise.all(Array.from({ length: 40 }, put));
  for (const text of ["first", "second"]) await client.send(new PutObjectCommand({ Bucket: VERSIONED_BUCKET, Key: "kept.txt", Body: text }));
  await client.send(new PutObjectCommand({ Bucket: PLAIN_BUCKET, Key: "gone.txt", Body: "soon" }));
});

const objects = (page: Page) => page.getByRole("grid", { name: "Objects" });
const select = (page: Page, name: string) => tick(page.getByRole("checkbox", { name }));
const showVersions = (page: Page) => tick(page.getByRole("checkbox", { name: "Show versions" }));
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

test("folders are opened by their names and left by the breadcrumbs", async ({ page }) => {
  await signIn(page, "admin", "/buckets");
  await page.getByRole("link", { name: "keyseal-demo" }).click();
  await objects(page).getByRole("link", { name: "reports/" }).click();
  await expect(objects(page).getByRole("link", { name: "2026-q1.csv" })).toBeVisible();
  await expect(objects(page).getByRole("link", { name: "README.md" })).toBeHidden();
  await page.getByRole("navigation", { name: "Breadcrumbs" }).getByRole("link", { name: "keyseal-demo" }).click();
  await expect(objects(page).getByRole("link", { name: "README.md" })).toBeVisible();
  await page.goBack();
  await expect(objects(page).getByRole("link", { name: "2026-q1.csv" })).toBeVisible();
});

test("a folder of more than a thousand objects comes page by page, and is filtered as far as it is loaded", async ({ page }) => {
  await signIn(page, "admin", `/buckets/${MANY_BUCKET}/objects?prefix=many%2F`);
  await expect(seen(page, "(1,000+)")).toBeVisible();
  await expect(objects(page).getByRole("link", { name: "0000.txt" })).toBeVisible();
  await expect(objects(page).getByRole("link", { name: "0100.txt" })).toBeHidden();
  await page.getByRole("button", { name: "Next page" }).click();
  await expect(objects(page).getByRole("link", { name: "0100.txt" })).toBeVisible();

  const filter = page.getByRole("searchbox", { name: "Find loaded objects by name" });
  await filter.fill("1204");
  await expect(seen(page, "0 matches among those loaded so far")).toBeVisible();
  await expect(seen(page, "No loaded object matches")).toBeVisible();
  await button(page, "Load more").click();
  await expect(objects(page).getByRole("link", { name: "1204.txt" })).toBeVisible();
  await expect(seen(page, /^1 match$/)).toBeVisible();
  await filter.clear();
  await expect(seen(page, "(1,205)")).toBeVisible();
  await page.getByRole("button", { name: "Page 13 of all pages" }).click();
  await expect(objects(page).getByRole("link", { name: "1204.txt" })).toBeVisible();
});

test("deleting in a bucket without versions says that nothing brings the object back", async ({ page }) => {
  await signIn(page, "admin", `/buckets/${PLAIN_BUCKET}/objects`);
  await select(page, "gone.txt");
  await button(page, "Delete").click();
  const dialog = page.getByRole("dialog", { name: "Delete object?" });
  await expect(dialog).toContainText("The bucket keeps no versions: nothing brings it back.");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(objects(page).getByRole("link", { name: "gone.txt" })).toBeVisible();
  await button(page, "Delete").click();
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(seen(page, "1 object deleted")).toBeVisible();
  await expect(seen(page, "The bucket has no objects")).toBeVisible();
});

test("deleting in a versioned bucket leaves the versions, and deleting the marker brings the object back", async ({ page }) => {
  await signIn(page, "admin", `/buckets/${VERSIONED_BUCKET}/objects`);
  await select(page, "kept.txt");
  await button(page, "Delete").click();
  await expect(page.getByRole("dialog")).toContainText("S3 adds a delete marker, and the content stays");
  await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await expect(seen(page, "The bucket has no objects")).toBeVisible();

  await showVersions(page);
  const versions = page.getByRole("grid", { name: "Object versions" });
  const marker = versions.getByRole("row").filter({ hasText: "Delete marker" });
  await expect(versions.getByRole("link", { name: "kept.txt" })).toHaveCount(3);
  await expect(marker).toContainText("Current");
  await tick(marker.getByRole("checkbox"));
  await button(page, "Delete").click();
  await expect(page.getByRole("dialog", { name: "Delete version?" })).toContainText("deleted for good");
  await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await expect(marker).toBeHidden();
  await expect(versions.getByRole("link", { name: "kept.txt" })).toHaveCount(2);
});

test("an object of an odd name is downloaded under that name", async ({ page }, info) => {
  await signIn(page, "admin", "/buckets/keyseal-demo/objects?prefix=reports%2F");
  await select(page, "Q1 & Q2 – résumé #1 (100%).txt");
  const downloading = page.waitForEvent("download");
  await button(page, "Download").click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("Q1 & Q2 – résumé #1 (100%).txt");
  const saved = info.outputPath("saved");
  await download.saveAs(saved);
  expect((await bytesOf(saved)).toString()).toBe("Revenue is up 1.2 %.\n");
});

test("an object under a disabled key is not downloaded, and the page says why", async ({ page }) => {
  await signIn(page, "admin", "/buckets/keyseal-demo/objects?prefix=archive%2F");
  await select(page, "2019-ledger.csv");
  await button(page, "Download").click();
  await expect(seen(page, "“archive/2019-ledger.csv” cannot be downloaded")).toBeVisible();
  await expect(seen(page, /is disabled, so KMS neither encrypts nor decrypts with it/)).toBeVisible();
});

test("the S3 URI is copied", async ({ page }) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await signIn(page, "admin", "/buckets/keyseal-demo/objects");
  await select(page, "README.md");
  await button(page, "Copy").click();
  await page.getByRole("menuitem", { name: "Copy S3 URI" }).click();
  await expect(seen(page, "S3 URI copied")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("s3://keyseal-demo/README.md");
});

test("an auditor sees everything and is refused a deletion in plain words", async ({ page }) => {
  await signIn(page, "auditor", "/buckets/keyseal-demo/objects");
  await select(page, "README.md");
  await button(page, "Delete").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(dialog).toContainText("s3:DeleteObject");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(objects(page).getByRole("link", { name: "README.md" })).toBeVisible();
});

test("who may not list is told so, and goes on by an object's key or to the upload", async ({ page }) => {
  await signIn(page, "uploader", "/buckets/keyseal-demo/objects");
  await expect(seen(page, "The objects could not be listed")).toBeVisible();
  await expect(seen(page, /s3:ListBucket/)).toBeVisible();
  await page.getByLabel("Object key").fill("README.md");
  await button(page, "Open").click();
  await expect(page.getByRole("heading", { level: 1, name: "README.md" })).toBeVisible();
  await expect(seen(page, "The object could not be read")).toBeVisible();
  await goTo(page, "/buckets/keyseal-demo/objects");
  await page.getByRole("link", { name: "Upload here" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Upload" })).toBeVisible();
  await expect(page.getByRole("combobox", { name: /^Bucket/ })).toHaveValue("keyseal-demo");
});
