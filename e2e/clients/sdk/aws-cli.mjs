import { readFile } from "node:fs/promises";
import { ADMIN, ENDPOINT, REGION } from "../support/demo-world.mjs";
import { findClient, CLIENTS } from "../support/programs.mjs";
import { ProgramError, runProgram } from "../support/run-program.mjs";
import { ClientError, dashed } from "./client-error.mjs";

/**
 * The AWS CLI as a client of AWS's API. `call` has the parameters of the API, given as the flags they are there, and resolves with
 * the answer that the CLI prints: bytes in it are base64 text, but `Body` is a Buffer. `run` is for the commands that are the CLI's
 * own (`aws s3 cp`); it resolves with the text printed.
 */
export function createAwsCli(workspace) {
  const program = findClient(CLIENTS.find(({ name }) => name === "awscli"));

  async function run(parameters, { as = ADMIN, region = REGION, endpoint = { url: ENDPOINT } } = {}) {
    const environment = {
      ...workspace.environment,
      AWS_ACCESS_KEY_ID: as.accessKeyId,
      AWS_SECRET_ACCESS_KEY: as.secretAccessKey,
      ...(as.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: as.sessionToken }),
      AWS_DEFAULT_REGION: region,
      AWS_EC2_METADATA_DISABLED: "true",
      // A refusal that the tests wait for is not to be tried again
      AWS_MAX_ATTEMPTS: "1",
      AWS_PAGER: "",
    };
    const trust = endpoint.certificate === undefined ? [] : ["--ca-bundle", endpoint.certificate];
    try {
      return await runProgram(program, ["--endpoint-url", endpoint.url, ...trust, "--output", "json", ...parameters], environment);
    } catch (error) {
      throw refusalOf(error) ?? error;
    }
  }

  async function call(service, operation, parameters = {}, options = {}) {
    const flags = await Promise.all(Object.entries(parameters).map(([name, value]) => flag(name, value)));
    const isDownload = operation === "GetObject";
    const target = isDownload ? await workspace.file("") : undefined;
    const command = [service === "s3" ? "s3api" : service, dashed(operation), ...flags.flat(), ...(isDownload ? [target] : [])];
    const text = await run(command, options);
    const answer = text.trim() === "" ? {} : JSON.parse(text);
    return isDownload ? { ...answer, Body: await readFile(target) } : answer;
  }

  async function flag(name, value) {
    const flagName = `--${dashed(name)}`;
    if (typeof value === "boolean") return [value ? flagName : flagName.replace("--", "--no-")];
    // A body is named by its file; other bytes are read from theirs
    if (Buffer.isBuffer(value)) return [flagName, `${name === "Body" ? "" : "fileb://"}${await workspace.file(value)}`];
    return [flagName, typeof value === "object" ? JSON.stringify(value) : String(value)];
  }

  return { name: "awscli", call, run };
}

/** What AWS said, when that is why the CLI failed. */
function refusalOf(error) {
  if (!(error instanceof ProgramError)) return undefined;
  const [, code, text] = /An error occurred \((.*?)\) when calling the \w+ operation(?: \(.*?\))?: ?(.*)/s.exec(error.stderr) ?? [];
  return code === undefined ? undefined : new ClientError(code, text.trim());
}
