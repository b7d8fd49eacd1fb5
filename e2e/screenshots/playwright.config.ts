import { defineConfig } from "@playwright/test";
import base from "../playwright.config.ts";

/** `npm run screenshots`: makes README's pictures anew, from the production build and the stand-in's demo world. */
export default defineConfig({
  ...base,
  testDir: ".",
  testIgnore: [],
  testMatch: "*.shots.ts",
  outputDir: process.env.E2E_RESULTS ?? "../.results/screenshots",
  workers: 1,
  reporter: [["list"]],
  use: { ...base.use, viewport: { width: 1360, height: 1000 }, deviceScaleFactor: 1.5, trace: "off" },
});
