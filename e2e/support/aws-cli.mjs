import { findProgram } from "./debian.mjs";

/** Path of an AWS CLI, Debian's before others; `AWS_CLI` names another. */
export function findAwsCli() {
  return findProgram([process.env.AWS_CLI, "/usr/bin/aws", "/usr/local/bin/aws", "/opt/homebrew/bin/aws"]);
}
