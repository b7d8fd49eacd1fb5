/** What the inspector says of an object's encryption, and what it does not: hidden by CORS is not absent, and unknown is not off. */
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { expect, test, type Page } from "@playwright/test";
import { BUCKET_KEY_HEADER, createBucket, ENCRYPTION_HEADERS, s3 } from "./support/aws-clients.ts";
import { goTo, seen, signIn, tick, valueOf } from "./support/console.ts";

const HIDDEN = "e2e-hidden";
const PARTLY = "e2e-partly-hidden";
const EXPOSED = "e2e-exposed";

test.beforeAll(async () => {
  await createBucket(HIDDEN, ["ETag"]);
  await createBucket(PARTLY, ["ETag", ...ENCRYPTION_HEADERS]);
  await createBucket(EXPOSED);
  for (const Bucket of [HIDDEN, PARTLY, EXPOSED]) {
    for (const BucketKeyEnabled of [true, false]) {
      await s3().send(new PutObjectCommand({ Bucket, Key: BucketKeyEnabled ? "on.txt" : "off.txt", Body: "sealed", ServerSideEncryption: "aws:kms", SSEKMSKeyId: "alias/finance", BucketKeyEnabled }));
    }
  }
});

const inspectorOf = (bucket: string, key: string) => `/buckets/${bucket}/object?key=${encodeURIComponent(key)}`;
const context = (page: Page) => page.getByRole("list", { name: "Effective encryption context" });
const header = (page: Page, name: string) => page.getByRole("grid", { name: "Response headers" }).getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });

test("where CORS hides every encryption header, the encryption is unknown, and never called missing", async ({ page }) => {
  await signIn(page, "admin", inspectorOf(HIDDEN, "on.txt"));
  await expect(seen(page, "How this object is encrypted is hidden from this page")).toBeVisible();
  await expect(seen(page, "The object is encrypted, as every object in S3; how, the browser may not say.")).toBeVisible();
  for (const name of [...ENCRYPTION_HEADERS, BUCKET_KEY_HEADER]) await expect(header(page, name)).toContainText("Hidden by CORS");
  await expect(header(page, "etag")).toContainText("Shown");
  await expect(valueOf(page, "Encryption type")).toHaveCount(0);

  await goTo(page, `/buckets/${HIDDEN}/objects`);
  await tick(page.getByRole("checkbox", { name: "Show encryption" }));
  await expect(page.getByRole("row").filter({ hasText: "on.txt" })).toContainText("Unknown");
});

test("where CORS hides the Bucket Key's header alone, only the Bucket Key is unknown", async ({ page }) => {
  await signIn(page, "admin", inspectorOf(PARTLY, "on.txt"));
  for (const key of ["on.txt", "off.txt"]) {
    await goTo(page, inspectorOf(PARTLY, key));
    await expect(page.getByRole("heading", { level: 1, name: key })).toBeVisible();
    await expect(valueOf(page, "Encryption type")).toContainText("SSE-KMS");
    await expect(valueOf(page, "Alias")).toHaveText("alias/finance");
    await expect(valueOf(page, "S3 Bucket Key")).toContainText("Unknown");
    await expect(header(page, BUCKET_KEY_HEADER)).toContainText("Hidden by CORS");
    await expect(seen(page, "Whether the bucket uses an S3 Bucket Key is not known. If it does, aws:s3:arn is the ARN of the bucket.")).toBeVisible();
  }
});

test("where CORS hides nothing, a header that is not there is absent: the Bucket Key is off", async ({ page }) => {
  await signIn(page, "admin", inspectorOf(EXPOSED, "off.txt"));
  await expect(valueOf(page, "S3 Bucket Key")).toHaveText("Off");
  await expect(header(page, BUCKET_KEY_HEADER)).toContainText("Absent");
  await expect(context(page)).toContainText(`aws:s3:arn = arn:aws:s3:::${EXPOSED}/off.txt`);
  await goTo(page, inspectorOf(EXPOSED, "on.txt"));
  await expect(valueOf(page, "S3 Bucket Key")).toHaveText("On");
  await expect(header(page, BUCKET_KEY_HEADER)).toContainText("true");
  await expect(context(page)).toHaveText(`aws:s3:arn = arn:aws:s3:::${EXPOSED} added by S3`);
  // The writer's own pairs are nowhere in S3's answers, and are not guessed
  await expect(seen(page, "Pairs that the writer gave are not known here")).toBeVisible();
});

test("each version is shown under the key it was written with", async ({ page }) => {
  await signIn(page, "admin", inspectorOf("keyseal-demo", "budgets/budget-2026.csv"));
  const rows = page.getByRole("grid", { name: "Versions" }).getByRole("row");
  await expect(rows).toHaveCount(5);
  for (const [index, words] of [["Current", "SSE-KMS", "finance"], ["SSE-KMS", "hr"], ["SSE-KMS", "aws/s3"], ["SSE-S3"]].entries()) {
    // Each row asks S3 once it is seen
    await rows.nth(index + 1).scrollIntoViewIfNeeded();
    for (const word of words) await expect(rows.nth(index + 1)).toContainText(word);
  }
  await rows.nth(2).getByRole("link").click();
  await expect(valueOf(page, "Alias")).toHaveText("alias/hr");
  await expect(context(page)).toContainText("aws:s3:arn = arn:aws:s3:::keyseal-demo/budgets/budget-2026.csv");
  await rows.nth(4).getByRole("link").click();
  await expect(valueOf(page, "Encryption type")).toContainText("SSE-S3");
  await expect(context(page)).toBeHidden();
});
