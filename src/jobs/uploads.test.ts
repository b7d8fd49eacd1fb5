import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ResourceChange } from "#domain/change.ts";
import { emptyContext, parseEncryptionContext } from "#domain/encryption-context.ts";
import { isEnded, type UploadJob, type UploadRequest } from "#domain/job.ts";
import { demoKeys } from "#local-aws/seed.ts";
import { startDemoAws, type DemoAws, type DemoName, type SeenRequest } from "#testing/demo-aws.ts";
import { createUploadJobs } from "./create-upload-jobs.ts";
import { createInlineHasher } from "./hasher.ts";
import { systemClock, type JobClock } from "./job-clock.ts";
import type { UploadJobs } from "./upload-jobs.ts";

const MIB = 1024 ** 2;
let world: DemoAws;
beforeAll(async () => {
  world = await startDemoAws();
});
afterEach(() => world.disturb(undefined));

/** Waiting between attempts takes no time here. */
const hasty: JobClock = { ...systemClock, delay: (_, signal) => (signal.throwIfAborted(), Promise.resolve()) };

async function uploadsOf(name: DemoName, origin?: string) {
  const changes: ResourceChange[] = [];
  const aws = await world.door(name);
  const uploads = createUploadJobs({ aws, hasher: createInlineHasher(), clock: hasty, origin, onChange: (more) => changes.push(...more) });
  return { aws, uploads, changes };
}

function file(name: string, size: number): File {
  const bytes = new Uint8Array(size);
  for (let index = 0; index < size; index += 4096) bytes[index] = index / 4096;
  return new File([bytes], name);
}

function order(source: File, request: Partial<UploadRequest> = {}) {
  const settings = { serverSideEncryption: "aws:kms", keyId: demoKeys.finance.arn, encryptionContext: emptyContext, bucketKeyEnabled: true } as const;
  const defaults: UploadRequest = {
    ref: { bucket: "keyseal-plain", key: `jobs/${source.name}` },
    settings,
    size: source.size,
    contentType: "application/octet-stream",
    metadata: {},
    tags: {},
    storageClass: "STANDARD",
    checksumAlgorithm: "CRC64NVME",
    replaceExisting: true,
  };
  return { file: source, request: { ...defaults, ...request } };
}

/** Resolves when jobs are as they should be. */
function until(uploads: UploadJobs, condition: (jobs: readonly UploadJob[]) => boolean): Promise<readonly UploadJob[]> {
  return new Promise((resolve) => {
    const check = (): void => {
      if (!condition(uploads.snapshot())) return;
      unsubscribe();
      resolve(uploads.snapshot());
    };
    const unsubscribe = uploads.subscribe(check);
    check();
  });
}
const allEnded = (jobs: readonly UploadJob[]): boolean => jobs.every(({ state }) => isEnded(state));
const stateOf = async (uploads: UploadJobs) => (await until(uploads, allEnded))[0]?.state;

function unfinished(prefix: string): number {
  return [...world.services.metadata.range({ prefix: ["upload", "keyseal-plain"] })].filter(({ key }) => String(key[2]).startsWith(prefix)).length;
}

describe("an upload of one PUT", () => {
  it("is sealed as asked, verified and announced", async () => {
    const { uploads, changes, aws } = await uploadsOf("admin");
    const context = parseEncryptionContext({ dept: "hr" });
    if (!context.ok) throw new Error(context.problem);
    const settings = { serverSideEncryption: "aws:kms", keyId: demoKeys.hr.arn, encryptionContext: context.context, bucketKeyEnabled: false } as const;
    uploads.start([order(file("single", 1000), { settings })]);
    const state = await stateOf(uploads);
    expect(state).toMatchObject({
      kind: "done",
      verdict: { kind: "sealed-as-asked", unverified: [] },
      receipt: { encryption: { algorithm: "aws:kms", keyArn: demoKeys.hr.arn, bucketKey: "off", context: { dept: "hr" } }, checksum: { algorithm: "CRC64NVME" } },
    });
    expect(changes).toEqual([{ kind: "object-written", bucket: "keyseal-plain", key: "jobs/single" }]);
    await expect(aws.headObject({ bucket: "keyseal-plain", key: "jobs/single" })).resolves.toMatchObject({ size: 1000 });
  });

  it("takes an empty file", async () => {
    const { uploads } = await uploadsOf("admin");
    uploads.start([order(file("empty", 0))]);
    expect(await stateOf(uploads)).toMatchObject({ kind: "done", verdict: { kind: "sealed-as-asked" } });
  });

  it.each(["CRC32", "CRC32C", "SHA1", "SHA256"] as const)("keeps integrity by %s", async (checksumAlgorithm) => {
    const { uploads } = await uploadsOf("admin");
    uploads.start([order(file(`by-${checksumAlgorithm}`, 50_000), { checksumAlgorithm })]);
    expect(await stateOf(uploads)).toMatchObject({ kind: "done", verdict: { kind: "sealed-as-asked" }, receipt: { checksum: { algorithm: checksumAlgorithm } } });
  });

  it("aws-facts 1.2 row 2: compares the bucket's default with what came of it", async () => {
    const { uploads } = await uploadsOf("admin");
    uploads.start([order(file("default", 10), { ref: { bucket: "keyseal-demo", key: "jobs/default" }, settings: { serverSideEncryption: "bucket-default" } })]);
    expect(await stateOf(uploads)).toMatchObject({ kind: "done", verdict: { kind: "sealed-as-asked" }, receipt: { encryption: { keyArn: demoKeys.finance.arn, bucketKey: "on" } } });
  });

  it("by somebody who may not read is verified by S3's answer, and says what was not seen", async () => {
    const { uploads } = await uploadsOf("uploader");
    uploads.start([order(file("blind", 1000), { ref: { bucket: "keyseal-demo", key: "jobs/blind" } })]);
    expect(await stateOf(uploads)).toMatchObject({
      kind: "done",
      verdict: { kind: "sealed-as-asked", unverified: [], notes: [expect.stringContaining("you may not read the stored object")] },
      receipt: { encryption: { keyArn: demoKeys.finance.arn, bucketKey: "on" } },
    });
  });

  it("aws-facts 8.2: does not take a header that CORS may hide for a Bucket Key that is off", async () => {
    const settings = { serverSideEncryption: "aws:kms", keyId: demoKeys.finance.arn, encryptionContext: emptyContext, bucketKeyEnabled: false } as const;
    const elsewhere = await uploadsOf("admin", "https://elsewhere.example");
    elsewhere.uploads.start([order(file("hidden", 10), { settings })]);
    expect(await stateOf(elsewhere.uploads)).toMatchObject({ kind: "done", verdict: { kind: "not-verified", unverified: ["Bucket Key"] } });
    const here = await uploadsOf("admin", "http://localhost:4173");
    here.uploads.start([order(file("exposed", 10), { settings })]);
    expect(await stateOf(here.uploads)).toMatchObject({ kind: "done", verdict: { kind: "sealed-as-asked", unverified: [] } });
  });

  it("says where a server names no encryption though the page would see it: nothing is confirmed, nothing made up", async () => {
    const { uploads } = await uploadsOf("admin", "http://localhost:4173");
    const silent = { statusCode: 200, headers: { etag: '"5d41402abc4b2a76b9719d911017c592"', "content-length": "10" } };
    world.disturb({ answer: ({ method }) => (method === "PUT" || method === "HEAD" ? silent : undefined) });
    uploads.start([order(file("silent", 10), { ref: { bucket: "keyseal-demo", key: "jobs/silent" }, settings: { serverSideEncryption: "AES256" } })]);
    expect(await stateOf(uploads)).toMatchObject({
      kind: "done",
      verdict: { kind: "not-verified", unverified: ["encryption", "checksum"], notes: [expect.stringContaining("it may have stored the object as it came")] },
      receipt: { encryption: "not-exposed" },
    });
  });

  it("does not take somebody else's object for its own", async () => {
    const { uploads, aws } = await uploadsOf("admin");
    // Without versions, HEAD answers for the newest
    const ref = { bucket: "keyseal-nocors", key: "jobs/raced" };
    world.disturb({
      after: async ({ operation }) => {
        if (operation !== "PutObject") return;
        world.disturb(undefined);
        // Somebody else writes the same name, under another key, before we look
        const crc = { algorithm: "CRC32", value: "KHcEKQ==" } as const;
        const { request } = order(file("raced", 8), { ref });
        await aws.putObject({ ...request, settings: { serverSideEncryption: "AES256" }, onlyIfAbsent: false }, new Blob(["test-sse"]), crc);
      },
    });
    uploads.start([order(file("raced", 8), { ref })]);
    expect(await stateOf(uploads)).toMatchObject({ verdict: { kind: "sealed-as-asked", notes: [expect.stringContaining("was replaced right after it")] } });
  });

  it("says when S3 stored it, but not as asked", async () => {
    const { uploads } = await uploadsOf("admin");
    // Some S3-compatible servers take the wish for a key and do otherwise (servers-and-clients.md 1)
    const headers = { "content-length": "8", "x-amz-server-side-encryption": "AES256" };
    world.disturb({ answer: ({ method }) => (method === "HEAD" ? { statusCode: 200, headers } : undefined) });
    uploads.start([order(file("otherwise", 8))]);
    expect(await stateOf(uploads)).toMatchObject({
      kind: "done",
      verdict: { kind: "not-as-asked", differences: [{ field: "algorithm", asked: "SSE-KMS", observed: "SSE-S3" }] },
    });
  });

  it("fails in the key's words", async () => {
    const { uploads } = await uploadsOf("admin");
    const settings = { serverSideEncryption: "aws:kms", keyId: demoKeys.retired.arn, encryptionContext: emptyContext } as const;
    uploads.start([order(file("refused", 10), { settings })]);
    expect(await stateOf(uploads)).toMatchObject({ kind: "failed", failure: { kind: "key-unusable", reason: "disabled" } });
  });

  it("can be tried again from its beginning", async () => {
    const { uploads } = await uploadsOf("admin");
    world.disturb({ answer: ({ operation }) => (operation === "PutObject" ? { statusCode: 403, body: "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>" } : undefined) });
    uploads.start([order(file("again", 10))]);
    expect(await stateOf(uploads)).toMatchObject({ kind: "failed", failure: { kind: "access-denied" } });
    world.disturb(undefined);
    uploads.retry(uploads.snapshot()[0]?.id ?? "");
    expect(await stateOf(uploads)).toMatchObject({ kind: "done" });
  });

  it("never overwrites unasked, but knows its own object when only the answer was lost", async () => {
    const { uploads } = await uploadsOf("admin");
    let lost = 0;
    world.disturb({
      after: ({ operation }) => {
        if (operation !== "PutObject" || lost > 0) return;
        lost += 1;
        throw new TypeError("Failed to fetch");
      },
    });
    uploads.start([order(file("lost", 10), { replaceExisting: false })]);
    expect(await stateOf(uploads)).toMatchObject({ kind: "done", verdict: { kind: "sealed-as-asked" } });
    uploads.start([order(file("lost", 10), { replaceExisting: false })]);
    expect(await stateOf(uploads)).toMatchObject({ kind: "failed", failure: { kind: "precondition" } });
  });
});

describe("an upload in parts", () => {
  it("is one object with one checksum, whatever the parts", async () => {
    const { uploads, aws } = await uploadsOf("admin");
    const source = file("large", 33 * MIB + 7);
    uploads.start([order(source)]);
    const state = await stateOf(uploads);
    expect(state).toMatchObject({ kind: "done", verdict: { kind: "sealed-as-asked", unverified: [] }, receipt: { checksum: { type: "FULL_OBJECT" } } });
    const stored = await aws.headObject({ bucket: "keyseal-plain", key: "jobs/large" });
    expect(stored).toMatchObject({ size: source.size, etag: expect.stringMatching(/-3$/) });
  });

  it("keeps a composite checksum for SHA-256", async () => {
    const { uploads } = await uploadsOf("admin");
    uploads.start([order(file("large-sha", 17 * MIB), { checksumAlgorithm: "SHA256" })]);
    expect(await stateOf(uploads)).toMatchObject({ kind: "done", verdict: { kind: "sealed-as-asked", unverified: [] }, receipt: { checksum: { value: expect.stringMatching(/-2$/) } } });
  });

  it("sends again what was throttled or lost", async () => {
    const { uploads } = await uploadsOf("admin");
    const trouble: (() => { statusCode: number; body: string })[] = [
      () => ({ statusCode: 503, body: "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>" }),
      () => {
        throw new TypeError("Failed to fetch");
      },
    ];
    world.disturb({ answer: ({ operation }) => (operation === "UploadPart" ? trouble.pop()?.() : undefined) });
    uploads.start([order(file("shaky", 17 * MIB))]);
    expect(await stateOf(uploads)).toMatchObject({ kind: "done", verdict: { kind: "sealed-as-asked" } });
    expect(trouble).toEqual([]);
  });

  it("recognises its object when the answer to Complete was lost", async () => {
    const { uploads } = await uploadsOf("admin");
    let lost = 0;
    const isComplete = ({ method, query }: SeenRequest): boolean => method === "POST" && query["uploadId"] !== undefined;
    world.disturb({
      after: (request) => {
        if (!isComplete(request) || lost > 2) return;
        lost += 1;
        throw new TypeError("Failed to fetch");
      },
    });
    uploads.start([order(file("lost-parts", 17 * MIB))]);
    expect(await stateOf(uploads)).toMatchObject({ kind: "done", verdict: { kind: "sealed-as-asked" } });
  });

  it("is given up when it is cancelled, and leaves nothing behind", async () => {
    const { uploads } = await uploadsOf("admin");
    let reached: () => void;
    const firstPart = new Promise<void>((resolve) => (reached = resolve));
    world.disturb({ before: ({ operation }) => (operation === "UploadPart" ? reached() : undefined) });
    uploads.start([order(file("cancelled", 40 * MIB))]);
    await firstPart;
    uploads.cancel(uploads.snapshot()[0]?.id ?? "");
    expect(uploads.snapshot()[0]?.state).toEqual({ kind: "cancelled" });
    await uploads.dispose();
    expect(unfinished("jobs/cancelled")).toBe(0);
  });

  it("is given up when a part is refused", async () => {
    const { uploads } = await uploadsOf("admin");
    const body = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";
    world.disturb({ answer: ({ operation, query }) => (operation === "UploadPart" && query["partNumber"] === "2" ? { statusCode: 403, body } : undefined) });
    uploads.start([order(file("denied", 40 * MIB))]);
    expect(await stateOf(uploads)).toMatchObject({ kind: "failed", failure: { kind: "access-denied", operation: "UploadPart" } });
    expect(unfinished("jobs/denied")).toBe(0);
  });
});

describe("a file that changes", () => {
  /** A file as Chromium gives it once it was written to after it was chosen: every read is refused. */
  function changing(source: File, changesWhen: () => boolean): File {
    const slice = source.slice.bind(source);
    source.slice = (...range) => {
      const part = slice(...range);
      const arrayBuffer = part.arrayBuffer.bind(part);
      part.arrayBuffer = () => (changesWhen() ? Promise.reject(new DOMException("The file could not be read", "NotReadableError")) : arrayBuffer());
      part.slice = (...inner) => changing(new File([slice(...inner)], source.name), changesWhen);
      return part;
    };
    return source;
  }

  it("before it is sent fails in plain words", async () => {
    const { uploads } = await uploadsOf("admin");
    uploads.start([order(changing(file("gone.txt", 10), () => true))]);
    expect(await stateOf(uploads)).toMatchObject({ kind: "failed", failure: { kind: "file-changed", fileName: "gone.txt" } });
  });

  it("while its parts are sent never becomes a mixed object", async () => {
    const { uploads, aws } = await uploadsOf("admin");
    let changed = false;
    world.disturb({ after: ({ operation }) => void (changed ||= operation === "UploadPart") });
    uploads.start([order(changing(file("mixed", 33 * MIB), () => changed))]);
    expect(await stateOf(uploads)).toMatchObject({ kind: "failed", failure: { kind: "file-changed" } });
    expect(unfinished("jobs/mixed")).toBe(0);
    await expect(aws.headObject({ bucket: "keyseal-plain", key: "jobs/mixed" })).rejects.toMatchObject({ failure: { kind: "not-found" } });
  });

  it("shows as a network error in the browser, and is not taken for one", async () => {
    const { uploads } = await uploadsOf("admin");
    let changed = false;
    world.disturb({
      before: ({ operation }) => {
        if (operation !== "PutObject") return;
        changed = true;
        throw new TypeError("Network request failed");
      },
    });
    uploads.start([order(changing(file("behind", 10), () => changed))]);
    expect(await stateOf(uploads)).toMatchObject({ kind: "failed", failure: { kind: "file-changed" } });
  });
});

describe("many uploads", () => {
  it("keep six bodies on the wire at most, and none of the small ones behind the large one", async () => {
    const { uploads } = await uploadsOf("admin");
    let onWire = 0;
    let most = 0;
    let smallDone = 0;
    let open: () => void;
    const allSmallDone = new Promise<void>((resolve) => (open = resolve));
    world.disturb({
      before: async ({ operation }) => {
        if (operation === "PutObject" || operation === "UploadPart") most = Math.max(most, (onWire += 1));
        // A line so slow that no part arrives before all the small files have
        if (operation === "UploadPart") await allSmallDone;
      },
      after: ({ operation }) => {
        if (operation === "PutObject" || operation === "UploadPart") onWire -= 1;
        if (operation === "PutObject" && (smallDone += 1) === 40) open();
      },
    });
    uploads.start([order(file("crowd-large", 120 * MIB)), ...Array.from({ length: 40 }, (_, index) => order(file(`crowd-${index}`, 100)))]);
    const jobs = await until(uploads, allEnded);
    expect(jobs.map(({ state }) => state.kind)).toEqual(Array.from({ length: 41 }, () => "done"));
    expect(most).toBeLessThanOrEqual(6);
    expect(most).toBeGreaterThan(1);
  });

  it("of ten thousand files start, notify seldom and cancel at once", async () => {
    const { uploads } = await uploadsOf("admin");
    let notified = 0;
    uploads.subscribe(() => (notified += 1));
    uploads.start(Array.from({ length: 10_000 }, (_, index) => order(file(`mass-${index}`, 1))));
    expect(uploads.snapshot()).toHaveLength(10_000);
    await until(uploads, (jobs) => jobs.some(({ state }) => state.kind === "done"));
    uploads.cancelAll();
    const jobs = uploads.snapshot();
    expect(jobs.every(({ state }) => isEnded(state) || state.kind === "running")).toBe(true);
    expect(notified).toBeLessThan(100);
    await until(uploads, allEnded);
    uploads.clearEnded();
    expect(uploads.snapshot()).toEqual([]);
    await uploads.dispose();
  });

  it("pause together when the session runs out", async () => {
    const { uploads } = await uploadsOf("admin");
    const body = "<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>";
    world.disturb({ answer: () => ({ statusCode: 400, body }) });
    uploads.start(Array.from({ length: 20 }, (_, index) => order(file(`late-${index}`, 10))));
    const jobs = await until(uploads, (all) => all.every(({ state }) => state.kind === "paused"));
    expect(jobs.map(({ state }) => state)).toEqual(Array.from({ length: 20 }, () => ({ kind: "paused", reason: "credentials-expired" })));
    uploads.start([order(file("later", 10))]);
    expect(uploads.snapshot()[0]).toMatchObject({ request: { ref: { key: "jobs/later" } }, state: { kind: "paused", reason: "credentials-expired" } });
  });

  it("shows the newest batch first", async () => {
    const { uploads } = await uploadsOf("admin");
    const first = uploads.start([order(file("batch-1", 1))]);
    const second = uploads.start([order(file("batch-2", 1))]);
    expect(uploads.snapshot().map(({ batchId }) => batchId)).toEqual([second, first]);
    await until(uploads, allEnded);
  });
});
