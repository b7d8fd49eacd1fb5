/** What is shipped: files for any web server, with nothing of the stand-in and nobody's keys in them. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { CONSOLE_URL, DIST } from "./support/addresses.ts";

const folder = join(DIST, "console");

test("the console's files hold no demo key, no key material and no code of the stand-in", async () => {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(20);
  for (const file of files) {
    const text = await readFile(join(file.parentPath, file.name), "latin1");
    for (const trace of ["AKIALOCAL", "-secret-for-", "keyseal-demo", "lmdb", "local-aws/"]) expect(text.includes(trace), `${file.name} holds ${trace}`).toBe(false);
  }
});

test("config.json as shipped names AWS itself; as npm start serves it, the stand-in", async ({ request }) => {
  expect(JSON.parse(await readFile(join(folder, "config.json"), "utf8"))).not.toHaveProperty("demoPrincipals.0");
  const served = (await (await request.get(`${CONSOLE_URL}/config.json`)).json()) as { readonly demoPrincipals: readonly { readonly name: string }[] };
  expect(served.demoPrincipals.map(({ name }) => name)).toEqual(["admin", "uploader", "auditor"]);
});
