import { execFile } from "node:child_process";

/** A program that did not end well; the message holds the command and what it printed, `stderr` its complaint alone. */
export class ProgramError extends Error {
  name = "ProgramError";

  constructor(command, why, stdout, stderr) {
    super(`${command}\n${why}\n${stderr}${stdout}`);
    this.stderr = stderr;
  }
}

/**
 * Runs a program to its end in nothing but the environment given; resolves with what it printed. A program that ends with another
 * status than 0, or has not ended after `timeout` ms, rejects with a ProgramError.
 */
export function runProgram(program, parameters, environment, timeout = 120_000) {
  return new Promise((resolve, reject) => {
    execFile(program, parameters, { env: environment, timeout, killSignal: "SIGKILL", maxBuffer: 32 * 1024 ** 2 }, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      const why = error.killed ? `was stopped after ${timeout} ms` : `ended with status ${error.code}`;
      reject(new ProgramError([program, ...parameters].join(" ").slice(0, 2000), why, stdout, stderr));
    });
  });
}
