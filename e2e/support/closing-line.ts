import type { Reporter, Suite } from "@playwright/test/reporter";

/** Prints `N passed, N failed, N skipped` as the last line: plain enough for any CI to count by. */
export default class ClosingLine implements Reporter {
  #suite: Suite | undefined;

  onBegin(_: unknown, suite: Suite): void {
    this.#suite = suite;
  }

  onEnd(): void {
    const outcomes = this.#suite?.allTests().map((test) => test.outcome()) ?? [];
    const count = (outcome: string) => outcomes.filter((each) => each === outcome).length;
    process.stdout.write(`\n${count("expected")} passed, ${count("unexpected") + count("flaky")} failed, ${count("skipped")} skipped\n`);
  }

  printsToStdio(): boolean {
    return true;
  }
}
