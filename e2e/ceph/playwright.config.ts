import { existsSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import base from "../playwright.config.ts";
import { DIST } from "../support/addresses.ts";

if (!existsSync(join(DIST, "console/index.html"))) throw new Error(`There is no build of the console in ${DIST}: run "npm run build" first.`);

/** `npm run test:ceph`: the production build of the console against Ceph's radosgw, which `run.mjs` brings up. */
export default defineConfig({
  ...base,
  testDir: ".",
  testIgnore: [],
  outputDir: process.env.E2E_RESULTS ?? "../.results/ceph",
  workers: 1,
  // Every test signs in anew, and a machine that runs Ceph as well is slower
  timeout: 180_000,
  reporter: [["list"], ["../support/closing-line.ts"]],
});
