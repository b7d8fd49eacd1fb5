/** What the tests need from the machine besides Node: found where it is, installed where that is possible, else asked for. */
import { execFileSync, spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The first of these programs that exists: an absolute path, or a name looked up in PATH. */
export function findProgram(candidates) {
  for (const candidate of candidates) {
    if (!candidate) continue;
    const places = candidate.includes("/") ? [candidate] : (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, candidate));
    const found = places.find(isExecutable);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** True for root on Debian or a system that derives from it: there a package can be installed without asking. */
export function canInstallPackages() {
  const isRoot = process.getuid?.() === 0;
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  return isRoot && /^ID(_LIKE)?=.*debian/m.test(release) && findProgram(["apt-get"]) !== undefined;
}

/** Installs a Debian package, printing what apt says only when it fails. */
export function installPackage(name) {
  console.log(`Installing Debian's ${name} …`);
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const update = spawnSync("apt-get", ["update", "-qq"], { env: environment, encoding: "utf8" });
  if (update.status !== 0) console.warn(update.stderr);
  execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", name], { env: environment, stdio: ["ignore", "ignore", "inherit"] });
}
