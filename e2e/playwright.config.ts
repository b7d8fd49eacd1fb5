import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { chromiumFlags, findChromium } from "./support/chromium.mjs";
import { CONSOLE_PORT, CONSOLE_URL, DIST, LOCAL_AWS_PORT, LOCAL_AWS_URL } from "./support/addresses.ts";

export default defineConfig({
  testDir: ".",
  testIgnore: ["screenshots/**", "ceph/**"],
  // The suites of e2e/clients are node:test's: to look at them would run them
  testMatch: "**/*.spec.ts",
  outputDir: process.env.E2E_RESULTS ?? ".results/tests",
  fullyParallel: false,
  workers: 2,
  // A test that fails now and then is a bug to mend, so nothing is tried twice
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [["list"], ["./support/closing-line.ts"]],
  use: {
    baseURL: CONSOLE_URL,
    browserName: "chromium",
    headless: true,
    viewport: { width: 1280, height: 900 },
    locale: "en-US",
    timezoneId: "UTC",
    trace: "retain-on-failure",
    actionTimeout: 15_000,
    launchOptions: { executablePath: findChromium(), args: chromiumFlags },
  },
  webServer: {
    // The production build and the stand-in, as `npm start` runs them, on ports of their own
    command: `node ${join(DIST, "local-aws/start.js")} --memory --port ${CONSOLE_PORT} --local-aws-port ${LOCAL_AWS_PORT}`,
    url: `${LOCAL_AWS_URL}/keyseal-demo`,
    ignoreHTTPSErrors: false,
    reuseExistingServer: false,
    timeout: 60_000,
    stdout: "ignore",
    stderr: "pipe",
  },
});
