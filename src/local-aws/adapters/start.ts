import { fileURLToPath } from "node:url";
import { FAULTS_PATH } from "#local-aws/faults/faults-path.ts";
import { demoPrincipals } from "#local-aws/seed.ts";
import { consoleConfigJson, consoleOrigins, localUrl, type Scheme } from "./console-config.ts";
import { serveConsole } from "./console-server.ts";
import { DataFolderError } from "./data-folder.ts";
import { growHeapFreely } from "./heap-growth.ts";
import { type Listening, PortTakenError } from "./listen.ts";
import { serveOnLoopback } from "./node-server.ts";
import { openLocalAws, type OpenLocalAws } from "./open-local-aws.ts";
import { parseStartCommand, START_HELP, type StartOptions } from "./start-options.ts";

/** npm passes Ctrl-C on to a program that the terminal told already: what comes this soon is the same one. */
const SAME_SIGNAL_MS = 500;

/** Beside this file's build: `dist/local-aws/start.js` and `dist/console/`. */
const CONSOLE_FOLDER = fileURLToPath(new URL("../console", import.meta.url));

/** Everything that runs, and how to stop it. */
interface Running {
  readonly consolePort: number;
  readonly localAwsPort: number;
  stop(): Promise<void>;
}

/** Starts both servers and the stores behind them; whatever was started is stopped again when something fails. */
async function start(options: StartOptions): Promise<Running> {
  const servers: Listening[] = [];
  let settle: { resolve: (open: OpenLocalAws) => void; reject: (reason: unknown) => void } | undefined;
  const opening = new Promise<OpenLocalAws>((resolve, reject) => {
    settle = { resolve, reject };
  });
  // Without a request that waits for it, a failure to open is told by `start` alone.
  opening.catch(() => undefined);
  const scheme = schemeOf(options);
  const certificate = options.tls ? opening.then((open) => open.certificate()) : undefined;
  certificate?.catch(() => undefined);
  let localAwsPort = 0;
  try {
    const localAws = await serveOnLoopback(
      // The ports are taken first, so that a port in use is told before any data is touched; early requests wait.
      { fetch: async (request, info) => (await opening).localAws.fetch(request, info) },
      options.localAwsPort,
      certificate,
    );
    servers.push(localAws);
    localAwsPort = localAws.port;
    const configJson = (): string => consoleConfigJson(localAwsPort, scheme);
    const console_ = await serveConsole({ port: options.port, folder: CONSOLE_FOLDER, configJson, certificate });
    servers.push(console_);
    const open = await openLocalAws({
      folder: options.data,
      reset: options.reset,
      openCors: options.openCors,
      requireTls: options.requireTls,
      realistic: options.realistic,
      faults: options.faults,
      consoleOrigins: consoleOrigins(console_.port, scheme),
    });
    settle?.resolve(open);
    await certificate;
    return {
      consolePort: console_.port,
      localAwsPort,
      async stop() {
        await Promise.all(servers.map((server) => server.stop()));
        await open.close();
      },
    };
  } catch (error) {
    settle?.reject(error);
    await Promise.all(servers.map((server) => server.stop()));
    throw error;
  }
}

function schemeOf({ tls }: StartOptions): Scheme {
  return tls ? "https" : "http";
}

function greeting(running: Running, options: StartOptions): string {
  const rows = demoPrincipals.map(({ name, accessKeyId, secretAccessKey }) => `  ${name.padEnd(9)} ${accessKeyId}  ${secretAccessKey}`);
  return [
    "",
    `Console    ${localUrl(running.consolePort, schemeOf(options))}`,
    `Local AWS  ${localUrl(running.localAwsPort, schemeOf(options))}  (S3, KMS, STS, Cognito, CloudTrail; data: ${options.data ?? "in memory"})`,
    ...(options.realistic ? ["Realistic  events show in LookupEvents after 5 minutes, and it answers 2 requests a second"] : []),
    ...(options.faults ? [`Faults     ${localUrl(running.localAwsPort, schemeOf(options))}${FAULTS_PATH}  (GET lists, POST adds, DELETE clears)`] : []),
    "",
    "Demo sign-ins, valid here only:",
    ...rows,
    "",
    "Roles, the Cognito pools and their users: src/local-aws/README.md",
    "Stop with Ctrl-C.",
    "",
  ].join("\n");
}

/** What went wrong, for the person at the terminal. */
function explain(error: unknown, options: StartOptions): string {
  if (error instanceof PortTakenError) {
    const isConsole = error.port === options.port;
    const [what, flag, variable] = isConsole ? ["the console", "--port", "PORT"] : ["the local AWS", "--local-aws-port", "LOCAL_AWS_PORT"];
    return `Port ${error.port}, meant for ${what}, is taken. Choose another: npm start -- ${flag} <number>, or set ${variable}.`;
  }
  if (error instanceof DataFolderError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function stopOnSignal(running: Running): void {
  let stoppingSince: number | undefined;
  const onSignal = (): void => {
    if (stoppingSince !== undefined) {
      if (Date.now() - stoppingSince > SAME_SIGNAL_MS) process.exit(130);
      return;
    }
    stoppingSince = Date.now();
    process.stdout.write("\nStopping…\n");
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
}

async function main(): Promise<void> {
  // Keys and bodies lie in what this process makes: for its owner only.
  process.umask(0o077);
  growHeapFreely();
  const command = parseStartCommand(process.argv.slice(2), process.env);
  if (command.kind === "help") {
    process.stdout.write(START_HELP);
  } else if (command.kind === "mistake") {
    process.stderr.write(`${command.message}\nnpm start -- --help shows the options.\n`);
    process.exitCode = 2;
  } else {
    try {
      const running = await start(command.options);
      stopOnSignal(running);
      process.stdout.write(`${greeting(running, command.options)}\n`);
    } catch (error) {
      process.stderr.write(`${explain(error, command.options)}\n`);
      process.exitCode = 1;
    }
  }
}

await main();
