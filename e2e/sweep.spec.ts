/** Every page in its main states, light and dark, wide and narrow: accessible, whole, and with nothing to say in the console. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { goTo, seen, sendUpload, signIn, tick, transferRow } from "./support/console.ts";
import { watch, type Refusal } from "./support/watch.ts";

/** A state of a page: how to get there, and what is there when it has come. */
interface State {
  readonly name: string;
  /** Address inside the console; left out where the state before leads here. */
  readonly path?: string;
  readonly act?: (page: Page) => Promise<void>;
  readonly ready: (page: Page) => Promise<void>;
  /** What AWS too would refuse here, so that the browser logs it. */
  readonly refused?: readonly Refusal[];
}

const heading = (name: string | RegExp) => (page: Page) => expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
const says = (...texts: readonly (string | RegExp)[]) => async (page: Page) => {
  for (const text of texts) await expect(seen(page, text)).toBeVisible();
};
const object = (bucket: string, key: string, versionId?: string) => `/buckets/${bucket}/object?key=${encodeURIComponent(key)}${versionId === undefined ? "" : `&versionId=${versionId}`}`;
/** Columns ask AWS once they are seen, so a narrow page has to be moved to them. */
const seeColumn = (name: string) => (page: Page) => page.getByRole("columnheader", { name, exact: true }).scrollIntoViewIfNeeded();

const LISTING = "delimiter=%2F&encoding-type=url&list-type=2&max-keys=1000&prefix=";
const cors = (...requests: readonly string[]) => requests.map((request): Refusal => ({ request, status: "cors" }));

/** After signing in as the administrator, in this order. Each walk uploads to a folder of its own: an upload overwrites nothing. */
const statesAt = (width: number): readonly State[] => [
  {
    name: "buckets",
    path: "/buckets",
    act: seeColumn("CORS"),
    ready: says("keyseal-nocors", "Not readable"),
    // aws-facts 8.3: no browser lists buckets
    refused: cors("/?max-buckets=1000", "/keyseal-nocors/?encryption=", "/keyseal-nocors/?cors="),
  },
  { name: "a bucket's objects", path: "/buckets/keyseal-demo/objects", ready: says("reports/", "README.md") },
  {
    name: "encryption of a folder's objects",
    path: "/buckets/keyseal-demo/objects?prefix=reports%2F",
    act: async (page) => {
      await tick(page.getByRole("checkbox", { name: "Show encryption" }));
      await seeColumn("Bucket Key")(page);
    },
    ready: says("2026-q1.csv", "SSE-KMS", "finance"),
  },
  { name: "versions", path: "/buckets/keyseal-demo/objects?prefix=budgets%2F&versions=true", ready: says("Delete marker", "Current") },
  { name: "an empty folder", path: "/buckets/keyseal-plain/objects?prefix=nothing%2F", ready: says("This folder has no objects") },
  { name: "a bucket of another Region", path: "/buckets/keyseal-eu/objects", ready: says("customers/") },
  { name: "a bucket without CORS", path: "/buckets/keyseal-nocors/objects", ready: says("The objects could not be listed"), refused: cors(`/keyseal-nocors/?${LISTING}`) },
  // S3 gives a browser no reason here either: where there is no bucket, no rule lets the page read the 404
  { name: "a bucket that does not exist", path: "/buckets/keyseal-nowhere/objects", ready: says("The objects could not be listed"), refused: cors(`/keyseal-nowhere/?${LISTING}`) },
  { name: "inspector: SSE-S3", path: object("keyseal-demo", "README.md"), ready: says("SSE-S3", "Response headers") },
  { name: "inspector: SSE-KMS", path: object("keyseal-demo", "contracts/supplier-0418.txt"), ready: says("SSE-KMS", "alias/finance", "Effective encryption context") },
  { name: "inspector: DSSE-KMS", path: object("keyseal-demo", "personnel/reviews-2026.json"), ready: says("DSSE-KMS", "alias/hr") },
  {
    name: "inspector: a disabled key",
    path: object("keyseal-demo", "archive/2019-ledger.csv"),
    ready: says(/disabled/),
    refused: [
      { request: "/keyseal-demo/archive/2019-ledger.csv", status: 400 },
      { request: "/keyseal-demo/archive/2019-ledger.csv?versionId=*", status: 400 },
    ],
  },
  {
    name: "inspector: a bucket without CORS",
    path: object("keyseal-nocors", "unreachable.txt"),
    ready: says("The object could not be read"),
    refused: cors("/keyseal-nocors/unreachable.txt", "/keyseal-nocors/?encoding-type=url&max-keys=1000&prefix=unreachable.txt&versions="),
  },
  { name: "inspector: a deleted object", path: object("keyseal-demo", "budgets/draft.txt"), ready: says("This object is deleted"), refused: [{ request: "/keyseal-demo/budgets/draft.txt", status: 404 }] },
  { name: "inspector: no object", path: object("keyseal-demo", "no/such/object"), ready: says("There is no such object"), refused: [{ request: "/keyseal-demo/no/such/object", status: 404 }] },
  { name: "transfers, none yet", path: "/transfers", ready: heading("Transfers") },
  {
    name: "upload under a KMS key",
    path: `/upload?bucket=keyseal-plain&prefix=sweep-${width}%2F`,
    act: async (page) => {
      await page.getByLabel("Files to upload").setInputFiles({ name: "sweep.txt", mimeType: "text/plain", buffer: Buffer.from("swept") });
      await tick(page.getByRole("radio", { name: "AWS KMS key (SSE-KMS)" }));
      await page.getByRole("button", { name: "Add pair" }).click();
      await page.getByRole("textbox", { name: "Key of pair 1" }).fill("purpose");
      await page.getByRole("textbox", { name: "Value of pair 1" }).fill("sweep");
    },
    ready: says("sweep.txt", "S3 Bucket Key"),
  },
  {
    name: "key picker",
    act: (page) => page.getByRole("button", { name: /^KMS key/ }).click(),
    ready: async (page) => {
      await expect(page.getByRole("option", { name: /^\d+ keys$/ })).toBeVisible();
      // Whoever hears the list must hear which keys S3 cannot use, and why
      await expect(page.getByRole("option", { name: /retired/ })).toBeDisabled();
    },
  },
  {
    name: "transfers, ended",
    act: async (page) => {
      await page.keyboard.press("Escape");
      await tick(page.getByRole("radio", { name: "AWS managed key (aws/s3)" }));
      await sendUpload(page);
    },
    ready: (page) => expect(transferRow(page, `sweep-${width}/sweep.txt`)).toContainText("Sealed as asked"),
  },
  { name: "no page", path: "/nowhere", ready: heading("No such page") },
];

for (const { width, colorScheme, other } of [
  { width: 1280, colorScheme: "light", other: "dark" },
  { width: 400, colorScheme: "dark", other: "light" },
] as const) {
  test.describe(`${width} px wide, ${colorScheme}`, () => {
    test.use({ viewport: { width, height: 900 }, colorScheme, contextOptions: { reducedMotion: "reduce" } });

    test("every page is accessible, whole and quiet", async ({ page }) => {
      test.setTimeout(240_000);
      const said = watch(page);
      const examine = (name: string, refused: readonly Refusal[] = []) =>
        test.step(name, async () => {
          await said.settled();
          expect.soft(await violations(new AxeBuilder({ page })), `${name}: accessible`).toEqual([]);
          // The theme changes colours and nothing else
          await page.emulateMedia({ colorScheme: other });
          expect.soft(await violations(new AxeBuilder({ page }).withRules("color-contrast")), `${name}: contrast, ${other}`).toEqual([]);
          await page.emulateMedia({ colorScheme });
          expect.soft(await page.locator("body").innerText(), `${name}: words`).not.toMatch(/undefined|\[object \w+\]|NaN/);
          expect.soft(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `${name}: scrolls sideways`).toBe(0);
          expect.soft(said.errorsBut(refused), `${name}: console`).toEqual([]);
        });

      await page.goto("/sign-in");
      await heading("Sign in")(page);
      await examine("sign-in");
      await signIn(page);
      for (const { name, path, act, ready, refused } of statesAt(width)) {
        if (path !== undefined) await goTo(page, path);
        await act?.(page);
        await ready(page);
        await examine(name, refused);
      }
    });
  });
}

/**
 * Cloudscape's own slip, which nothing outside of it can mend: on narrow pages AppLayout 3.0.1383 (`app-layout/mobile-toolbar`) gives the
 * `nav` around the menu button an `aria-orientation`, which that role does not have. That one attribute of that one element is let pass.
 */
function isOfCloudscape(rule: string, { html, failureSummary = "" }: { readonly html: string; readonly failureSummary?: string | undefined }): boolean {
  return rule === "aria-allowed-attr" && html.startsWith("<nav ") && /^[^\n]+\n +ARIA attribute is not allowed: aria-orientation="horizontal"$/.test(failureSummary);
}

async function violations(axe: AxeBuilder): Promise<readonly string[]> {
  const found = await axe.setLegacyMode(true).analyze();
  return found.violations.flatMap(({ id, impact, nodes }) =>
    nodes.filter((node) => !isOfCloudscape(id, node)).map(({ html, failureSummary = "" }) => `${id} (${impact}): ${html.slice(0, 200)} ${failureSummary}`),
  );
}
