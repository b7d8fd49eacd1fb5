import { beforeAll, describe, expect, it } from "vitest";
import { startDemoAws, type DemoAws } from "#testing/demo-aws.ts";
import { bucketCors, bucketDefaultEncryption, bucketRegion, bucketVersioning } from "./buckets.ts";
import { keyRotation, kmsKey, kmsKeys } from "./keys.ts";
import { objectPages, versionPages } from "./objects.ts";
import { createQueryClient } from "./query-client.ts";

let world: DemoAws;
beforeAll(async () => {
  world = await startDemoAws();
});

describe("queries of a session", () => {
  it("ask the door that their client was made with", async () => {
    const client = createQueryClient(await world.door("admin"));
    await expect(client.fetchQuery(bucketRegion("keyseal-eu"))).resolves.toBe("eu-west-1");
    await expect(client.fetchQuery(bucketDefaultEncryption("keyseal-plain"))).resolves.toMatchObject({ algorithm: "AES256" });
    await expect(client.fetchQuery(bucketCors("keyseal-nocors"))).resolves.toBe("none");
    await expect(client.fetchQuery(bucketVersioning("keyseal-nocors"))).resolves.toBe("Off");
    const key = await client.fetchQuery(kmsKey("us-east-1", "alias/hr"));
    await expect(client.fetchQuery(keyRotation("us-east-1", key.keyId))).resolves.toMatchObject({ enabled: true });
    await expect(client.fetchQuery(kmsKeys("us-east-1"))).resolves.toContainEqual({ keyId: key.keyId, arn: key.arn, aliases: ["alias/hr"] });
  });

  it("page through objects and versions", async () => {
    const client = createQueryClient(await world.door("admin"));
    const objects = await client.fetchInfiniteQuery(objectPages({ bucket: "keyseal-demo", prefix: "archive/" }));
    expect(objects.pages[0]?.objects.map(({ key }) => key)).toEqual(["archive/2017-ledger.csv", "archive/2019-ledger.csv"]);
    const versions = await client.fetchInfiniteQuery(versionPages({ bucket: "keyseal-demo", prefix: "budgets/" }));
    expect(versions.pages[0]?.versions.length).toBeGreaterThan(4);
  });

  it("do not repeat what is refused", async () => {
    const client = createQueryClient(await world.door("uploader"));
    const before = world.requests.length;
    // fetchQuery never repeats; a query on the screen does
    const query = client.getQueryCache().build(client, client.defaultQueryOptions(bucketCors("keyseal-demo")));
    await expect(query.fetch()).rejects.toMatchObject({ failure: { kind: "access-denied", action: "s3:GetBucketCORS" } });
    expect(world.requests.length - before).toBe(1);
  });

  it("ask once more after a throttled answer, on top of the SDK's attempts", async () => {
    const client = createQueryClient(await world.door("admin"));
    let left = 3;
    const body = "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>";
    world.disturb({ answer: () => (left-- > 0 ? { statusCode: 503, body } : undefined) });
    const query = client.getQueryCache().build(client, client.defaultQueryOptions(bucketVersioning("keyseal-demo")));
    await expect(query.fetch()).resolves.toEqual(expect.any(String));
    world.disturb(undefined);
  });
});
