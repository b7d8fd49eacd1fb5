import { parseArgs } from "node:util";

/** What `npm start` was asked for. */
export interface StartOptions {
  /** The console's port; 0 picks a free one. */
  readonly port: number;
  /** The stand-in's port; 0 picks a free one. */
  readonly localAwsPort: number;
  /** The data folder; undefined = memory only. */
  readonly data: string | undefined;
  readonly reset: boolean;
  readonly openCors: boolean;
  /** Serve HTTPS. */
  readonly tls: boolean;
  /** Refuse KMS over plain HTTP, on loopback too. */
  readonly requireTls: boolean;
  /** CloudTrail as slow as AWS's, and as strict. */
  readonly realistic: boolean;
  /** Take faults on demand. */
  readonly faults: boolean;
}

/** The command line, understood: run, show the help, or what is wrong with it. */
export type StartCommand =
  | { readonly kind: "run"; readonly options: StartOptions }
  | { readonly kind: "help" }
  | { readonly kind: "mistake"; readonly message: string };

/** What `--help` prints. */
export const START_HELP = `Starts the console and the local AWS (S3, KMS, STS, Cognito, CloudTrail) that it works with, on this
machine only.

Usage: npm start -- [options]

  --port <number>            port of the console (default 4173, or PORT)
  --local-aws-port <number>  port of the local AWS (default 4566, or LOCAL_AWS_PORT)
  --data <folder>            where the local AWS keeps its data (default .local-aws, or LOCAL_AWS_DATA)
  --memory                   keep everything in memory instead; it is gone at the end
  --reset                    empty the data folder first
  --open-cors                answer CORS for ListBuckets and CreateBucket too, as MinIO and Ceph do (AWS does not)
  --tls                      serve both over HTTPS, with a certificate made here (kept in the data folder)
  --require-tls              refuse SSE-KMS over plain HTTP, as AWS does; without it loopback counts as safe
  --realistic                events show in LookupEvents after 5 minutes, and it answers 2 requests a second, as on AWS
  --faults                   let tests order faults (slow, cut off, 500, 503 …) at /_local-aws/faults
  --help                     show this
`;

/** Reads the command line; a flag wins over its environment variable, and both over the default. */
export function parseStartCommand(args: readonly string[], environment: Readonly<Record<string, string | undefined>>): StartCommand {
  const flags = parseFlags(args);
  if (typeof flags === "string") return { kind: "mistake", message: flags };
  if (flags.help) return { kind: "help" };
  if (flags.memory && flags.reset) return { kind: "mistake", message: "--reset empties the data folder, and --memory uses none: give one of them." };
  if (flags.memory && flags.data !== undefined) return { kind: "mistake", message: "--data and --memory exclude each other: give one of them." };

  const port = parsePort(flags.port, environment["PORT"], "--port", "PORT", 4173);
  const localAwsPort = parsePort(flags["local-aws-port"], environment["LOCAL_AWS_PORT"], "--local-aws-port", "LOCAL_AWS_PORT", 4566);
  if (typeof port === "string") return { kind: "mistake", message: port };
  if (typeof localAwsPort === "string") return { kind: "mistake", message: localAwsPort };
  if (port === localAwsPort && port !== 0) {
    return { kind: "mistake", message: `The console and the local AWS cannot both use port ${port}: they must be two origins.` };
  }
  if (flags.data === "") return { kind: "mistake", message: "--data needs the name of a folder." };
  const data = flags.memory ? undefined : (flags.data ?? (environment["LOCAL_AWS_DATA"] || ".local-aws"));
  const { reset = false, tls = false } = flags;
  const options = { port, localAwsPort, data, reset, openCors: flags["open-cors"] ?? false, tls, requireTls: flags["require-tls"] ?? false };
  return { kind: "run", options: { ...options, realistic: flags.realistic ?? false, faults: flags.faults ?? false } };
}

/** The flags, or what is wrong with them. */
function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: false,
      options: {
        port: { type: "string" },
        "local-aws-port": { type: "string" },
        data: { type: "string" },
        memory: { type: "boolean" },
        reset: { type: "boolean" },
        "open-cors": { type: "boolean" },
        tls: { type: "boolean" },
        "require-tls": { type: "boolean" },
        realistic: { type: "boolean" },
        faults: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    return error instanceof Error ? error.message : "The options could not be read.";
  }
}

/** The port, or what is wrong with it. An empty variable counts as not set. */
function parsePort(flag: string | undefined, variable: string | undefined, flagName: string, variableName: string, fallback: number): number | string {
  const text = flag ?? (variable || undefined);
  if (text === undefined) return fallback;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  return `${flag === undefined ? variableName : flagName} must be a port from 0 to 65535, not "${text}".`;
}
