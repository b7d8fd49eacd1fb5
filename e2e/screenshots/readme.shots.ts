/** The pictures of README.md. Ids, names and contexts are those of the demo world, so they stay the same from run to run. */
import { join } from "node:path";
import { expect, test, type Page } from "@playwright/test";
import { fillUpload, randomFile, sendUpload, signIn, transferRow } from "../support/console.ts";

const OUT = import.meta.dirname;
const DESTINATION = { bucket: "keyseal-demo", prefix: "ledgers/2026/" };

/** A picture of the page from a heading on, so that what matters is in it. */
async function shoot(page: Page, name: string, from?: string): Promise<void> {
  if (from !== undefined) await page.getByRole("heading", { name: from }).first().evaluate((element) => element.scrollIntoView({ block: "start" }));
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(OUT, `${name}.png`), animations: "disabled", caret: "hide" });
}

async function chooseFinance(page: Page, file: string): Promise<void> {
  await fillUpload(page, { files: file, ...DESTINATION, keyType: "AWS KMS key (SSE-KMS)", key: { choose: "finance" }, context: { dept: "finance", year: "2026" }, bucketKey: "On" });
}

for (const scheme of ["light", "dark"] as const) {
  test.describe(scheme, () => {
    test.use({ colorScheme: scheme });

    test("upload page and inspector", async ({ page }, info) => {
      const file = info.outputPath(`q3-${scheme}.parquet`);
      await randomFile(file, 20 * 1024 ** 2);
      await signIn(page);
      await chooseFinance(page, file);
      await shoot(page, `upload-${scheme}`, "Encryption");
      await sendUpload(page);
      const row = transferRow(page, `q3-${scheme}.parquet`);
      await expect(row).toContainText("Sealed as asked");
      await row.getByRole("link").first().click();
      await expect(page.getByRole("heading", { name: "Sealed with" })).toBeVisible();
      await expect(page.getByText("alias/finance").first()).toBeVisible();
      await shoot(page, `inspector-${scheme}`);
    });
  });
}
