import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { NOT_PROVOKED, RECORDED_ROWS } from "./recorded-facts.ts";

/** Where the stand-in is driven by clients that nobody here wrote. */
const TESTS = [
  // The examples of names further down name no row.
  { folder: "src/local-aws", isTest: (name: string) => name.endsWith(".test.ts") && !name.endsWith("recorded-facts.test.ts") },
  { folder: "e2e/clients", isTest: (name: string) => name.endsWith(".mjs") },
];

test("every recorded row of aws-facts that can be provoked is named by a test", () => {
  const named = new Set(testFiles().flatMap((file) => rowsNamedIn(readFileSync(file, "utf8"))));
  const rows = Object.entries(RECORDED_ROWS).flatMap(([section, numbers]) => numbers.map((row) => `${section} row ${row}`));
  expect(rows.filter((row) => !named.has(row) && !Object.hasOwn(NOT_PROVOKED, row))).toEqual([]);
  expect(Object.keys(NOT_PROVOKED).filter((row) => !rows.includes(row) || named.has(row))).toEqual([]);
});

test("the names of tests are read as people write them", () => {
  expect(rowsNamedIn('test("aws-facts 1.5 rows 7 and 8, 1.9 row 16: x")')).toEqual(["1.5 row 7", "1.5 row 8", "1.9 row 16"]);
  expect(rowsNamedIn('describe("copies, aws-facts 1.9 rows 1 to 3 and 5.4 row 1")')).toEqual(["1.9 row 1", "1.9 row 2", "1.9 row 3", "5.4 row 1"]);
  expect(rowsNamedIn('test("aws-facts 5.4: a refusal, aws-facts 1.9 row %s")')).toEqual([]);
});

function testFiles(): readonly string[] {
  return TESTS.flatMap(({ folder, isTest }) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter(isTest)
      .map((name) => join(folder, name)),
  );
}

/** Rows in names such as "aws-facts 1.5 rows 7 and 8, 1.9 row 16: what happens". A name that a table fills in says its rows around the table. */
function rowsNamedIn(text: string): string[] {
  return [...text.matchAll(/aws-facts ([^\n]+)/g)].flatMap(([, name = ""]) =>
    [...name.matchAll(/(\d+\.\d+) rows? ((?:\d+(?: to \d+)?(?:, | and )?(?!\.))+)/g)].flatMap(([, section = "", list = ""]) =>
      [...list.matchAll(/(\d+)(?: to (\d+))?/g)].flatMap(([, first = "", last = first]) =>
        Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => `${section} row ${Number(first) + index}`),
      ),
    ),
  );
}
