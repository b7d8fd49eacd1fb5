/**
 * Run before the browser tests. Chrome or Chromium must be there: found, or installed where that can be done without asking, or
 * else the one command to run is said.
 */
import { findChromium } from "./chromium.mjs";
import { canInstallPackages, installPackage } from "./debian.mjs";

if (findChromium() === undefined && canInstallPackages()) installPackage("chromium");

const browser = findChromium();
if (browser === undefined) {
  console.error("The browser tests need Chrome or Chromium, and none was found. Install it and run the tests again:");
  console.error(process.platform === "darwin" ? "  brew install --cask chromium" : "  sudo apt-get install chromium");
  console.error("A browser in an unusual place is named by the environment variable CHROME_PATH.");
  process.exit(1);
}
console.log(`Browser tests run in ${browser}`);
