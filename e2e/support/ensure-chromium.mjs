/** Run before the browser tests: makes sure that there is a Chrome or Chromium, or says the one command to run. */
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
