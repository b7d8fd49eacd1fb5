/** Ceph's programs, from Debian's packages. */
import { canInstallPackages, findProgram, installPackage } from "../support/debian.mjs";

/** Each program that the bring-up starts, with the package that holds it. */
const PACKAGE_OF = { "ceph-mon": "ceph-mon", "ceph-osd": "ceph-osd", radosgw: "radosgw", "radosgw-admin": "radosgw", ceph: "ceph-common", monmaptool: "ceph-common", rados: "ceph-common", setpriv: "util-linux" };

/** Names of the packages that would have to be installed, each once; empty when Ceph is there. */
function missingPackages() {
  const missing = Object.entries(PACKAGE_OF).filter(([program]) => findProgram([program]) === undefined);
  return [...new Set(missing.map(([, name]) => name))];
}

/**
 * Makes sure that Ceph is there, and answers why it is not, in words that go on from "because", or undefined. Installs only where that
 * was allowed: 61 MB from Debian are not fetched behind somebody's back.
 */
export function provideCeph({ mayInstall }) {
  const missing = missingPackages();
  if (missing.length === 0) return undefined;
  const command = `sudo apt-get install --no-install-recommends ${missing.join(" ")}`;
  if (!canInstallPackages()) return `Ceph's radosgw is not installed, and packages can be installed on Debian as root only (${command})`;
  if (!mayInstall) return `Ceph's radosgw is not installed; \`npm run test:ceph -- --install\` installs Debian's packages, as does CI=true (${command})`;
  for (const name of missing) installPackage(name);
  return undefined;
}
