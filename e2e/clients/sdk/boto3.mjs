import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ADMIN, ENDPOINT, REGION } from "../support/demo-world.mjs";
import { CLIENTS, findClient } from "../support/programs.mjs";
import { ClientError, dashed } from "./client-error.mjs";

const ANSWER_MS = 120_000;

/**
 * boto3 as a client of AWS's API: `call` as the AWS CLI's (`aws-cli.mjs`). `method` calls any method of a boto3 client by its own
 * name, such as `generate_presigned_post`. One Python process serves all calls, one after the other; `close` ends it.
 */
export function createBoto3(workspace) {
  const python = findClient(CLIENTS.find(({ name }) => name === "python3-boto3"));
  const environment = { ...workspace.environment, AWS_EC2_METADATA_DISABLED: "true", PYTHONDONTWRITEBYTECODE: "1" };
  const bridge = spawn(python, [join(import.meta.dirname, "boto3-bridge.py")], { env: environment, stdio: ["pipe", "pipe", "inherit"] });
  const waiting = [];
  const failAll = (why) => waiting.splice(0).forEach(({ reject }) => reject(new Error(why)));
  createInterface({ input: bridge.stdout }).on("line", (line) => waiting.shift()?.resolve(line));
  bridge.on("error", (error) => failAll(`boto3 could not be run: ${error.message}`));
  bridge.on("exit", (status) => failAll(`The process that runs boto3 ended with status ${status}`));

  async function method(service, name, parameters = {}, { as: credentials = ADMIN, region = REGION, endpoint = { url: ENDPOINT } } = {}) {
    const request = JSON.stringify({ service, region, endpoint, credentials, method: name, parameters }, bytesOut);
    const line = await new Promise((resolve, reject) => {
      const timer = setTimeout(() => bridge.kill("SIGKILL"), ANSWER_MS);
      const settled = (settle) => (value) => {
        clearTimeout(timer);
        settle(value);
      };
      waiting.push({ resolve: settled(resolve), reject: settled(reject) });
      bridge.stdin.write(`${request}\n`);
    });
    const { answer, refusal, trouble } = JSON.parse(line, bytesIn);
    if (refusal !== undefined) throw new ClientError(refusal.code, refusal.text);
    if (trouble !== undefined) throw new Error(trouble);
    return answer ?? {};
  }

  return {
    name: "boto3",
    method,
    call: (service, operation, parameters, options) => method(service, dashed(operation).replaceAll("-", "_"), parameters, options),
    async close() {
      const exited = new Promise((resolve) => bridge.once("exit", resolve));
      bridge.stdin.end();
      await exited;
    },
  };
}

/** A Buffer becomes a `{type, data}` before a replacer sees it, so this looks at its holder's member. */
function bytesOut(name, value) {
  return Buffer.isBuffer(this[name]) ? { $base64: this[name].toString("base64") } : value;
}

function bytesIn(_, value) {
  return typeof value?.$base64 === "string" ? Buffer.from(value.$base64, "base64") : value;
}
