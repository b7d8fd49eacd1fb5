/** Programs that run until they are stopped, and waiting for them with a limit. */
import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** How long a daemon may take to end by itself before it is killed. */
const PATIENCE_MS = 5000;

/**
 * Starts a program with its output in a file. The kernel kills it when this process dies in whatever way (`setpriv --pdeathsig`), so a
 * test run that is killed leaves nothing behind; a group of its own keeps Ctrl-C from reaching it before its clients.
 */
export function startDaemon(program, parameters, outputFile) {
  const output = openSync(outputFile, "a");
  const [tie, ...tied] = ["setpriv", "--pdeathsig", "KILL", "--", program, ...parameters];
  const child = spawn(tie, tied, { stdio: ["ignore", output, output], detached: true });
  closeSync(output);
  const ended = new Promise((resolve) => child.once("exit", resolve).once("error", resolve));
  return {
    program,
    outputFile,
    isRunning: () => child.exitCode === null && child.signalCode === null && child.pid !== undefined,
    async stop() {
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
      await ended;
      clearTimeout(late);
    },
  };
}

/**
 * Asks until the answer is true. Rejects after `seconds`, with what was waited for; and at once when a daemon that must be there for it
 * has ended, or when nobody wants it any more.
 */
export async function waitUntil(what, { seconds, needs, isWanted, ask }) {
  const deadline = Date.now() + seconds * 1000;
  while (!(await ask())) {
    if (!isWanted()) throw new Error(`Given up while waiting for this: ${what}`);
    const ended = needs.find((daemon) => !daemon.isRunning());
    if (ended !== undefined) throw new Error(`${ended.program} ended while waiting for this: ${what}`);
    if (Date.now() > deadline) throw new Error(`Waited ${seconds} seconds in vain for this: ${what}`);
    await delay(200);
  }
}
