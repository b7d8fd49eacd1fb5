import type { DemoKey } from "./demo-keys.ts";
import { demoKeys } from "./demo-keys.ts";
import type { SseAlgorithm } from "#local-aws/world.ts";

/** The encryption headers that an object of the demo world is put with; none of them means the bucket's default. */
export interface DemoEncryption {
  readonly algorithm?: SseAlgorithm;
  readonly key?: DemoKey;
  readonly context?: Readonly<Record<string, string>>;
  readonly bucketKey?: boolean;
}

/** An object, or one version of it: those of one key come in the order they were written. */
export interface DemoObject {
  readonly bucket: string;
  readonly key: string;
  readonly contentType: string;
  /** Text; a number of bytes is uploaded in parts of 8 MiB instead. `delete` puts a delete marker. */
  readonly body: { readonly text: string } | { readonly bytes: number } | "delete";
  readonly encryption: DemoEncryption;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Its age in days. */
  readonly daysAgo: number;
}

const underKms = (key: DemoKey, rest: Omit<DemoEncryption, "algorithm" | "key"> = {}): DemoEncryption => ({
  algorithm: "aws:kms",
  key,
  bucketKey: false,
  ...rest,
});
const SSE_S3: DemoEncryption = { algorithm: "AES256" };
const AWS_MANAGED: DemoEncryption = { algorithm: "aws:kms", bucketKey: false };
const BUCKET_DEFAULT: DemoEncryption = {};

function demo(
  path: `${string}/${string}`,
  daysAgo: number,
  encryption: DemoEncryption,
  text: string,
  more: Partial<Pick<DemoObject, "body" | "metadata" | "contentType">> = {},
): DemoObject {
  const [bucket = "", ...key] = path.split("/");
  return { bucket, key: key.join("/"), contentType: contentTypeOf(path), body: { text }, encryption, daysAgo, ...more };
}

function contentTypeOf(path: string): string {
  if (path.endsWith(".csv")) return "text/csv";
  if (path.endsWith(".json")) return "application/json";
  return path.endsWith(".md") ? "text/markdown" : "text/plain";
}

const table = (...rows: readonly string[]): string => `${rows.join("\n")}\n`;

/** Objects encrypted in every way, oldest first. */
export const demoObjects: readonly DemoObject[] = [
  demo("keyseal-demo/archive/2017-ledger.csv", 170, underKms(demoKeys.old), table("month,total", "2017-01,18210.55", "2017-02,17730.10")),
  demo("keyseal-demo/archive/2019-ledger.csv", 168, underKms(demoKeys.retired), table("month,total", "2019-01,20100.00", "2019-02,21455.20")),
  demo("keyseal-demo/budgets/budget-2026.csv", 160, SSE_S3, table("quarter,amount", "Q1,100000", "Q2,100000")),
  demo("keyseal-demo/budgets/budget-2026.csv", 120, AWS_MANAGED, table("quarter,amount", "Q1,110000", "Q2,105000")),
  demo("keyseal-demo/budgets/budget-2026.csv", 80, underKms(demoKeys.hr, { context: { department: "hr" } }), table("quarter,amount", "Q1,110000", "Q2,98000")),
  demo("keyseal-demo/budgets/budget-2026.csv", 40, underKms(demoKeys.finance), table("quarter,amount", "Q1,110000", "Q2,101500")),
  demo("keyseal-demo/budgets/draft.txt", 75, BUCKET_DEFAULT, "Superseded by budget-2026.csv.\n"),
  demo("keyseal-demo/budgets/draft.txt", 74, BUCKET_DEFAULT, "", { body: "delete" }),
  demo("keyseal-demo/README.md", 150, SSE_S3, "# keyseal-demo\n\nEach object in this bucket is encrypted in another way. Open one in the inspector.\n"),
  demo("keyseal-demo/contracts/supplier-0417.txt", 60, underKms(demoKeys.finance, { context: { department: "finance", contract: "0417" } }), "Supply agreement 0417, signed copy.\n", {
    metadata: { owner: "finance-ops" },
  }),
  demo("keyseal-demo/contracts/supplier-0418.txt", 58, { ...underKms(demoKeys.finance, { bucketKey: true, context: { department: "finance", contract: "0418" } }) }, "Supply agreement 0418, signed copy.\n", {
    metadata: { owner: "finance-ops" },
  }),
  demo("keyseal-demo/exports/ledger-entries.csv", 30, underKms(demoKeys.finance, { context: { department: "finance" } }), "", {
    body: { bytes: 12 * 1024 * 1024 },
    metadata: { source: "ledger-export" },
  }),
  demo("keyseal-demo/partners/price-list.json", 28, underKms(demoKeys.unnamed), '{"currency":"EUR","items":[{"sku":"A-1","price":"12.40"}]}\n'),
  demo("keyseal-demo/personnel/reviews-2026.json", 26, { algorithm: "aws:kms:dsse", key: demoKeys.hr, context: { department: "hr" } }, '{"year":2026,"reviews":41}\n'),
  demo("keyseal-demo/personnel/staff.csv", 25, underKms(demoKeys.hr, { context: { department: "hr" } }), table("id,name", "1,Ana", "2,Björn")),
  demo("keyseal-demo/reports/2026-q1.csv", 20, BUCKET_DEFAULT, table("region,revenue", "us-east-1,812000", "eu-west-1,430500")),
  demo("keyseal-demo/reports/2026-q2.csv", 12, BUCKET_DEFAULT, table("region,revenue", "us-east-1,799400", "eu-west-1,455120")),
  demo("keyseal-demo/reports/Q1 & Q2 – résumé #1 (100%).txt", 11, AWS_MANAGED, "Revenue is up 1.2 %.\n"),
  demo("keyseal-plain/hello.txt", 9, BUCKET_DEFAULT, "Hello from a bucket with SSE-S3 as its default.\n"),
  demo("keyseal-plain/logs/2026-05-30.log", 8, BUCKET_DEFAULT, "00:00:01 started\n23:59:59 stopped\n"),
  demo("keyseal-plain/logs/2026-05-31.log", 7, AWS_MANAGED, "00:00:02 started\n23:59:58 stopped\n"),
  demo("keyseal-locked/evidence/case-0001.txt", 6, underKms(demoKeys.finance, { context: { case: "0001" } }), "Sealed.\n"),
  demo("keyseal-eu/customers/consents.csv", 5, BUCKET_DEFAULT, table("customer,consent", "4711,yes", "4712,no")),
  demo("keyseal-nocors/unreachable.txt", 4, BUCKET_DEFAULT, "A browser cannot read me: this bucket has no CORS configuration.\n"),
].toSorted((left, right) => right.daysAgo - left.daysAgo);
