/** The clients that nobody here wrote: which they are, where they are, and how they get onto a Debian machine. */
import { spawnSync } from "node:child_process";
import { canInstallPackages, findProgram, installPackage } from "../../support/debian.mjs";

/**
 * Each client by the name of its Debian package, with the variable of the environment that names another program, and where to look.
 * Debian's come before what a developer may have put in front of them.
 */
export const CLIENTS = [
  { name: "awscli", suite: "awscli.test.mjs", variable: "AWS_CLI", candidates: ["/usr/bin/aws", "/usr/local/bin/aws", "/opt/homebrew/bin/aws", "aws"] },
  { name: "python3-boto3", suite: "boto3.test.mjs", variable: "BOTO3_PYTHON", candidates: ["/usr/bin/python3", "python3"], isUsable: canImportBoto3 },
  { name: "rclone", suite: "rclone.test.mjs", variable: "RCLONE", candidates: ["/usr/bin/rclone", "rclone"] },
  { name: "s3cmd", suite: "s3cmd.test.mjs", variable: "S3CMD", candidates: ["/usr/bin/s3cmd", "s3cmd"] },
];

function canImportBoto3(python) {
  return spawnSync(python, ["-c", "import boto3"], { stdio: "ignore", timeout: 30_000 }).status === 0;
}

/** The path of a client's program; undefined where the machine has none. The environment's choice comes first, then Debian's. */
export function findClient({ variable, candidates, isUsable = () => true }) {
  return [process.env[variable], ...candidates].map((candidate) => findProgram([candidate])).find((path) => path !== undefined && isUsable(path));
}

/**
 * As `findClient`, installing Debian's package first where it is missing and that can be done without asking: what a developer has
 * besides it may be of any version.
 */
export function ensureClient(client) {
  const isChosen = process.env[client.variable] !== undefined;
  const hasDebians = findClient({ ...client, candidates: client.candidates.slice(0, 1) }) !== undefined;
  if (!isChosen && !hasDebians && canInstallPackages()) {
    try {
      installPackage(client.name);
    } catch {
      // What apt-get said is on the screen. Without a network this is a machine like any other.
    }
  }
  return findClient(client);
}
