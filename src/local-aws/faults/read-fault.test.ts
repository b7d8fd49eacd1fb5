import { expect, test } from "vitest";
import { FaultOrderError, readFaultOrder } from "./read-fault.ts";

test("a kind is enough; everything else has a default", () => {
  expect(readFaultOrder({ kind: "internal-error" })).toEqual({ fault: { effect: { kind: "internal-error" }, match: {}, times: 1, after: 0, probability: 1, seed: 0 } });
  expect(readFaultOrder({ kind: "delay", milliseconds: 5 })).toMatchObject({ fault: { effect: { kind: "delay", milliseconds: 5, when: "before" } } });
  expect(readFaultOrder({ kind: "slow", bytesPerSecond: 5 })).toMatchObject({ fault: { effect: { kind: "slow", bytesPerSecond: 5, direction: "response" } } });
});

test("everything that can be said", () => {
  const match = { service: "s3", operation: "UploadPart", method: "PUT", bucket: "b", key: "k", keyPrefix: "k", accessKeyId: "A", partNumber: 3 };
  expect(readFaultOrder({ kind: "slow-down", retryAfterSeconds: 2, match, times: "unlimited", after: 4, probability: 0.25, seed: 7 })).toEqual({
    fault: { effect: { kind: "slow-down", retryAfterSeconds: 2 }, match, times: undefined, after: 4, probability: 0.25, seed: 7 },
  });
});

test("sessions to end at once", () => {
  expect(readFaultOrder({ kind: "expire-session", userName: "admin" })).toEqual({ sessions: { userName: "admin" } });
  expect(readFaultOrder({ kind: "expire-session" })).toMatchObject({ fault: { effect: { kind: "expire-session" } } });
});

test.each([
  [null, "must be a JSON object"],
  [[], "must be a JSON object"],
  [{}, "kind must be one of"],
  [{ kind: "explode" }, "kind must be one of"],
  [{ kind: "toString" }, "kind must be one of"],
  [{ kind: "delay" }, "milliseconds is missing"],
  [{ kind: "delay", milliseconds: "5" }, "milliseconds must be a whole number"],
  [{ kind: "delay", milliseconds: 5, when: "later" }, "when must be one of: before, after"],
  [{ kind: "throttle", milliseconds: 5 }, "milliseconds means nothing here"],
  [{ kind: "throttle", times: 0 }, "times must be"],
  [{ kind: "throttle", probability: 2 }, "probability must be a number from 0 to 1"],
  [{ kind: "throttle", match: { services: "s3" } }, "services means nothing here"],
  [{ kind: "throttle", match: { service: "ec2" } }, "service must be one of"],
  [{ kind: "throttle", match: { partNumber: 0 } }, "partNumber must be"],
  [{ kind: "throttle", match: { bucket: 1 } }, "bucket must be a text"],
  [{ kind: "cut-response", afterBytes: -1 }, "afterBytes must be"],
])("%j is refused", (order, message) => {
  expect(() => readFaultOrder(order)).toThrow(FaultOrderError);
  expect(() => readFaultOrder(order)).toThrow(message);
});
