import { beforeEach, expect, test } from "vitest";
import { testCaller, testOrigin } from "#local-aws/conformance/test-callers.ts";
import type { MetadataStore } from "#local-aws/store/metadata-store.ts";
import { createMemoryMetadata } from "#local-aws/store/memory-metadata.ts";
import type { ApiCall } from "./api-call.ts";
import { createTrail, HISTORY_MS, type OpenTrail } from "./trail.ts";
import { historyPrefix, type TrailEvent } from "./trail-event.ts";

const NOW = Date.UTC(2026, 2, 4);
let now: number;
let inner: MetadataStore;
let open: OpenTrail;
beforeEach(() => {
  now = NOW;
  inner = createMemoryMetadata();
  let count = 0;
  const random = { bytes: (length: number) => new Uint8Array(length), uuid: () => `id-${(count += 1)}` };
  open = createTrail({ metadata: inner, clock: { now: () => now }, random });
});

function call(change: Partial<ApiCall> = {}): ApiCall {
  return {
    eventSource: "kms.amazonaws.com",
    eventName: "Decrypt",
    readOnly: true,
    time: now,
    region: "us-east-1",
    caller: { kind: "principal", caller: testCaller() },
    from: testOrigin(),
    requestParameters: null,
    responseElements: null,
    resources: [],
    ...change,
  };
}

/** Names of the events in the store, in the order of their rows. */
function stored(): string[] {
  return Array.from(inner.range<TrailEvent>({ prefix: historyPrefix("111122223333", "us-east-1") }), ({ value }) => value.eventName);
}

test("an event waits for the next transaction and goes with it", async () => {
  open.trail.record(call());
  expect(stored()).toEqual([]);
  await open.metadata.transact((transaction) => transaction.put(["bucket", "b"], 1));
  expect(stored()).toEqual(["Decrypt"]);
  await open.trail.flush();
  expect(stored()).toEqual(["Decrypt"]);
});

test("a transaction that fails loses no event", async () => {
  open.trail.record(call());
  await expect(
    open.metadata.transact(() => {
      throw new Error("no");
    }),
  ).rejects.toThrow("no");
  expect(stored()).toEqual([]);
  await open.trail.flush();
  expect(stored()).toEqual(["Decrypt"]);
});

test("a commit that fails after its work loses no event", async () => {
  let isFull = true;
  const failing: MetadataStore = {
    ...inner,
    transact: async (work) => {
      if (!isFull) return inner.transact(work);
      const draft = createMemoryMetadata();
      await draft.transact(work);
      throw new Error("disk full");
    },
  };
  open = createTrail({ metadata: failing, clock: { now: () => now }, random: { bytes: () => new Uint8Array(), uuid: () => "id" } });
  open.trail.record(call());
  await expect(open.metadata.transact(() => undefined)).rejects.toThrow("disk full");
  isFull = false;
  await open.trail.flush();
  expect(stored()).toEqual(["Decrypt"]);
});

test("closing the store writes what waits", async () => {
  let closed: readonly string[] = [];
  const watched: MetadataStore = { ...inner, close: async () => void (closed = stored()) };
  open = createTrail({ metadata: watched, clock: { now: () => now }, random: { bytes: () => new Uint8Array(), uuid: () => "id" } });
  open.trail.record(call());
  await open.metadata.close();
  expect(closed).toEqual(["Decrypt"]);
});

test("without any transaction an event is written soon", async () => {
  open.trail.record(call());
  await expect.poll(stored).toEqual(["Decrypt"]);
});

test("the newest is first; of one moment, the last that came", async () => {
  open.trail.record(call({ eventName: "A" }));
  open.trail.record(call({ eventName: "B" }));
  await open.trail.flush();
  open.trail.record(call({ eventName: "C" }));
  open.trail.record(call({ eventName: "before", time: now - 5 }));
  await open.trail.flush();
  expect(stored()).toEqual(["C", "B", "A", "before"]);
});

test("aws-facts 6.1 row 6: what is older than 90 days goes with the next event, and never comes in", async () => {
  open.trail.record(call({ eventName: "first" }));
  await open.trail.flush();
  now += HISTORY_MS + 1;
  open.trail.record(call({ eventName: "second" }));
  open.trail.record(call({ eventName: "ancient", time: NOW }));
  await open.trail.flush();
  expect(stored()).toEqual(["second"]);
});

test("no more than the newest events are kept", async () => {
  open = createTrail({ metadata: inner, clock: { now: () => now }, random: { bytes: () => new Uint8Array(), uuid: () => "id" }, maxEvents: 3 });
  for (const eventName of ["A", "B", "C", "D", "E"]) {
    now += 1;
    open.trail.record(call({ eventName }));
    await open.trail.flush();
  }
  expect(stored()).toEqual(["E", "D", "C"]);
});

test("a service, a web identity and nobody have histories of their own", async () => {
  open.trail.record(call({ eventName: "service", caller: { kind: "service", service: "batchoperations.s3.amazonaws.com", accountId: "111122223333" } }));
  open.trail.record(call({ eventName: "web", caller: { kind: "web-identity", provider: "p", audience: "a", subject: "s", accountId: "111122223333" } }));
  open.trail.record(call({ eventName: "nobody", caller: { kind: "anonymous" }, resources: [{ type: "AWS::S3::Bucket", arn: "arn:aws:s3:::b", name: "b", accountId: "111122223333" }] }));
  await open.trail.flush();
  const rows = [...inner.range<TrailEvent>({ prefix: historyPrefix("111122223333", "us-east-1") })].map(({ value }) => value);
  expect(rows.map(({ eventName, username, cloudTrailEvent }) => [eventName, username, JSON.parse(cloudTrailEvent).userIdentity])).toEqual([
    ["nobody", undefined, { type: "AWSAccount", principalId: "", accountId: "ANONYMOUS_PRINCIPAL" }],
    ["web", undefined, { type: "WebIdentityUser", principalId: "p:a:s", userName: "s", identityProvider: "p" }],
    ["service", undefined, { type: "AWSService", invokedBy: "batchoperations.s3.amazonaws.com" }],
  ]);
});
