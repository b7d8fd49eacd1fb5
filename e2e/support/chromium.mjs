import { findProgram } from "./debian.mjs";

/** Path of an installed Chrome or Chromium; `CHROME_PATH` names another. */
export function findChromium() {
  return findProgram([
    process.env.CHROME_PATH,
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ]);
}

/** Flags for tests: no sandbox as root, and no call to Google's hosts at start. */
export const chromiumFlags = [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
