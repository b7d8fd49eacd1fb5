import { QueryObserver } from "@tanstack/react-query";
import { beforeEach, describe, expect, it } from "vitest";
import { defaultConsoleConfig, type ConsoleConfig } from "#domain/config.ts";
import { emptyContext } from "#domain/encryption-context.ts";
import type { UploadRequest } from "#domain/job.ts";
import { bucketRegion, listedBuckets } from "#queries/buckets.ts";
import { kmsKeys } from "#queries/keys.ts";
import { objectDetail, objectPages, objectVersions } from "#queries/objects.ts";
import { DEMO_ENDPOINTS, startDemoAws, type DemoAws, type DemoName } from "#testing/demo-aws.ts";
import { createSessionStore, type SessionStore } from "./session-store.ts";

const config: ConsoleConfig = { ...defaultConsoleConfig, buckets: [{ name: "keyseal-eu", region: "eu-west-1" }] };
let world: DemoAws;
let store: SessionStore;
beforeEach(async () => {
  world = await startDemoAws();
  store = createSessionStore(config, { requestHandler: world.requestHandler });
});

function signIn(name: DemoName, more: { readonly secretAccessKey?: string } = {}) {
  return store.signIn({ credentials: { ...world.credentials(name), ...more }, region: "us-east-1", endpoints: DEMO_ENDPOINTS, source: "demo" });
}

describe("signing in", () => {
  it("tells who signs, and by what", async () => {
    const session = await signIn("admin");
    expect(session).toMatchObject({ caller: { arn: "arn:aws:iam::111122223333:user/admin" }, region: "us-east-1", source: "demo", config: { endpoints: DEMO_ENDPOINTS } });
    expect(store.current()).toBe(session);
  });

  it("aws-facts 4.1: exchanges a long-lived key for a session and drops it", async () => {
    const session = await signIn("admin");
    expect(session.accessKeyId).toMatch(/^ASIA/);
    expect(session.expiresAt).toBeGreaterThan(Date.now());
    expect(session.notice).toBeUndefined();
    await session.queryClient.fetchQuery(kmsKeys("us-east-1"));
    const signed = world.requests.filter(({ headers }) => headers["authorization"]?.includes("AKIALOCALADMIN000000"));
    expect(signed).toHaveLength(1);
  });

  it("goes on with the long-lived key where STS refuses to exchange it, and says so", async () => {
    const body = '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>Cannot call GetSessionToken with session credentials</Message></Error></ErrorResponse>';
    let refused = 0;
    world.disturb({ answer: () => (refused++ === 0 ? { statusCode: 403, body } : undefined) });
    const session = await signIn("admin");
    expect(session).toMatchObject({ accessKeyId: "AKIALOCALADMIN000000", expiresAt: undefined });
    expect(session.notice).toContain("Cannot call GetSessionToken");
  });

  it("signs in to a server without STS by an unknown caller, and asks nobody who that is", async () => {
    const session = await store.signIn({ credentials: world.credentials("admin"), region: "us-east-1", endpoints: { s3: DEMO_ENDPOINTS.s3, forcePathStyle: true }, source: "pasted" });
    expect(session).toMatchObject({ caller: "unknown", accessKeyId: "AKIALOCALADMIN000000", expiresAt: undefined });
    expect(session.notice).toContain("This server has no STS API");
    expect(world.requests).toEqual([]);
    await expect(session.queryClient.fetchQuery(bucketRegion("keyseal-plain"))).resolves.toBe("us-east-1");
  });

  it("signs in by an unknown caller where STS does not know GetCallerIdentity, as Ceph's radosgw", async () => {
    world.disturb({ answer: () => ({ statusCode: 405, headers: { "content-type": "application/xml" }, body: "<Error><Code>MethodNotAllowed</Code></Error>" }) });
    await expect(signIn("admin")).resolves.toMatchObject({ caller: "unknown" });
  });

  it("fails at wrong credentials and leaves the session that was there", async () => {
    const before = await signIn("admin");
    await expect(signIn("auditor", { secretAccessKey: "w".repeat(40) })).rejects.toMatchObject({ failure: { kind: "credentials-invalid", service: "STS" } });
    expect(store.current()).toBe(before);
    await expect(before.queryClient.fetchQuery(kmsKeys("us-east-1"))).resolves.not.toHaveLength(0);
  });

  it("fails in words when nothing answers", async () => {
    world.disturb({
      before: () => {
        throw new TypeError("Failed to fetch");
      },
    });
    await expect(signIn("admin")).rejects.toMatchObject({ failure: { kind: "network-or-cors" } });
    expect(store.current()).toBeUndefined();
  });

  it("keeps no secret in anything it holds", async () => {
    const session = await signIn("admin");
    expect(JSON.stringify([session, session.queryClient.getQueryCache().getAll().map(({ queryKey }) => queryKey)])).not.toContain("local-admin-secret");
  });
});

describe("signing out", () => {
  it("wipes keys, answers and jobs, and tells who watches", async () => {
    const session = await signIn("admin");
    const { queryClient } = session;
    await queryClient.fetchQuery(listedBuckets());
    let told = 0;
    store.subscribe(() => (told += 1));
    store.signOut();
    expect(told).toBe(1);
    expect(store.current()).toBeUndefined();
    expect(queryClient.getQueryCache().getAll()).toEqual([]);
    await expect.poll(() => session.downloadUrl({ bucket: "keyseal-demo", key: "README.md" }).then(() => "signed", () => "refused")).toBe("refused");
  });

  it("gives up unfinished multipart uploads before the key is forgotten", async () => {
    const session = await signIn("admin");
    let reached: () => void;
    const firstPart = new Promise<void>((resolve) => (reached = resolve));
    world.disturb({ before: ({ operation }) => (operation === "UploadPart" ? reached() : undefined) });
    const file = new File([new Uint8Array(20 * 1024 ** 2)], "big");
    session.uploads.start([{ file, request: request("big", file.size) }]);
    await firstPart;
    store.signOut();
    await expect.poll(() => [...world.services.metadata.range({ prefix: ["upload"] })].length).toBe(0);
    expect(session.uploads.snapshot()[0]?.state.kind).toBe("cancelled");
  });
});

describe("a new session", () => {
  it("knows nothing of the one before", async () => {
    const first = await signIn("admin");
    await first.queryClient.fetchQuery(listedBuckets());
    const second = await signIn("auditor");
    expect(second.queryClient).not.toBe(first.queryClient);
    expect(second.queryClient.getQueryData(listedBuckets().queryKey)).toBeUndefined();
    expect(second.uploads.snapshot()).toEqual([]);
  });
});

describe("what a session does", () => {
  it("refreshes the list of a folder after an upload into it", async () => {
    const session = await signIn("admin");
    const observer = new QueryObserver(session.queryClient, objectVersions({ bucket: "keyseal-plain", key: "new/file" }));
    const stop = observer.subscribe(() => undefined);
    await expect.poll(() => observer.getCurrentResult().data?.versions).toEqual([]);
    const file = new File(["x"], "file");
    session.uploads.start([{ file, request: request("new/file", 1) }]);
    await expect.poll(() => observer.getCurrentResult().data?.versions.length).toBe(1);
    stop();
  });

  it("deletes, and what showed the object is out of date", async () => {
    const session = await signIn("admin");
    const pages = objectPages({ bucket: "keyseal-demo", prefix: "" });
    await session.queryClient.fetchInfiniteQuery(pages);
    await session.deleteObject({ bucket: "keyseal-demo", key: "README.md" });
    expect(session.queryClient.getQueryState(pages.queryKey)?.isInvalidated).toBe(true);
    await expect(session.queryClient.fetchQuery(objectDetail({ bucket: "keyseal-demo", key: "README.md" }))).rejects.toMatchObject({ failure: { kind: "not-found", what: "object" } });
  });

  it("hands out a download URL only for what can be read", async () => {
    const session = await signIn("admin");
    const url = new URL(await session.downloadUrl({ bucket: "keyseal-demo", key: "reports/2026-q1.csv" }));
    expect(url.searchParams.get("response-content-disposition")).toBe("attachment; filename*=UTF-8''2026-q1.csv");
    await expect(session.downloadUrl({ bucket: "keyseal-demo", key: "archive/2019-ledger.csv" })).rejects.toMatchObject({ failure: { kind: "key-unusable", reason: "disabled" } });
  });

  it("takes Regions of buckets from the configuration", async () => {
    const session = await signIn("admin");
    world.disturb({ before: ({ headers }) => expect(headers["authorization"]).toContain("/eu-west-1/s3/") });
    await session.queryClient.fetchInfiniteQuery(objectPages({ bucket: "keyseal-eu", prefix: "" }));
  });
});

function request(key: string, size: number): UploadRequest {
  return {
    ref: { bucket: "keyseal-plain", key },
    settings: { serverSideEncryption: "aws:kms", keyId: "alias/finance", encryptionContext: emptyContext },
    size,
    contentType: "text/plain",
    metadata: {},
    tags: {},
    storageClass: "STANDARD",
    checksumAlgorithm: "CRC64NVME",
    replaceExisting: true,
  };
}
