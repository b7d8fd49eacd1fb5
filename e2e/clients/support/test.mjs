/** `node:test` as the suites use it. Its promises are for tests inside of tests; here nobody waits for one. */
import { after as nodeAfter, before as nodeBefore, describe as nodeDescribe, test as nodeTest } from "node:test";

/** No test waits longer than this for a client. */
const TEST_MS = 300_000;

/** A test. */
export function test(name, body) {
  void nodeTest(name, { timeout: TEST_MS }, body);
}

/** Tests that belong together; `concurrency` of them run at once. */
export function describe(name, body, { concurrency = 1 } = {}) {
  void nodeDescribe(name, { concurrency }, body);
}

/** What is to be done before the first of the tests around it. */
export function before(body) {
  nodeBefore(body, { timeout: TEST_MS });
}

/** What is to be done after the last of them. */
export function after(body) {
  nodeAfter(body, { timeout: TEST_MS });
}
