import { beforeAll, describe, expect, it } from "vitest";
import { startDemoAws, type DemoAws } from "#testing/demo-aws.ts";
import type { Aws } from "./aws.ts";

let world: DemoAws;
let admin: Aws;
let auditor: Aws;
beforeAll(async () => {
  world = await startDemoAws();
  admin = await world.door("admin");
  auditor = await world.door("auditor");
});

describe("who and where", () => {
  it("aws-facts 4.1: tells who signs", async () => {
    await expect(admin.getCallerIdentity()).resolves.toMatchObject({ accountId: "111122223333", arn: "arn:aws:iam::111122223333:user/admin" });
  });

  it("lists buckets with their Regions", async () => {
    const buckets = await admin.listBuckets();
    expect(buckets.map(({ name }) => name)).toEqual(expect.arrayContaining(["keyseal-demo", "keyseal-eu"]));
    expect(buckets.find(({ name }) => name === "keyseal-eu")).toMatchObject({ region: "eu-west-1", sources: ["listed"] });
  });

  it("aws-facts 1.9 row 34: learns a bucket's Region from a refusal and asks once more there", async () => {
    const door = await world.door("admin");
    await expect(door.getBucketDefaultEncryption("keyseal-eu")).resolves.toMatchObject({ algorithm: expect.any(String) });
    await expect(door.getBucketRegion("keyseal-eu")).resolves.toBe("eu-west-1");
  });

  it("asks for a Region by HEAD, even where nothing may be listed", async () => {
    const uploader = await world.door("uploader");
    await expect(uploader.getBucketRegion("keyseal-demo")).resolves.toBe("us-east-1");
    await expect((await world.door("uploader")).getBucketRegion("keyseal-eu")).resolves.toBe("eu-west-1");
  });

  it("says that a bucket does not exist", async () => {
    await expect(admin.getBucketRegion("no-such-bucket-here")).rejects.toMatchObject({ failure: { kind: "not-found", what: "bucket" } });
  });
});

describe("settings of a bucket", () => {
  it("aws-facts 1.10: default encryption, key as stored", async () => {
    const setting = await admin.getBucketDefaultEncryption("keyseal-demo");
    expect(setting).toMatchObject({ algorithm: "aws:kms", bucketKeyEnabled: true, blockedEncryptionTypes: [] });
    expect(setting.keyAsStored).toMatch(/^(arn:aws:kms:us-east-1:111122223333:key\/|alias\/|[0-9a-f-]{36})/);
    await expect(admin.getBucketDefaultEncryption("keyseal-plain")).resolves.toMatchObject({ algorithm: "AES256", keyAsStored: undefined });
  });

  it("aws-facts 8.1: CORS rules, or none", async () => {
    const rules = await admin.getBucketCors("keyseal-demo");
    expect(rules).toMatchObject([{ allowedOrigins: ["http://localhost:4173"] }]);
    await expect(admin.getBucketCors("keyseal-nocors")).resolves.toBe("none");
  });

  it("versioning, off when it was never set", async () => {
    await expect(admin.getBucketVersioning("keyseal-nocors")).resolves.toBe("Off");
  });
});

describe("KMS keys", () => {
  it("aws-facts 3.4: lists all keys with their aliases", async () => {
    const keys = await admin.listKeys("us-east-1");
    const aliases = keys.flatMap((key) => key.aliases);
    expect(aliases).toEqual(expect.arrayContaining(["alias/finance", "alias/hr", "alias/retired", "alias/old", "alias/signing", "alias/hmac"]));
    expect(keys.some((key) => key.aliases.length === 0)).toBe(true);
    expect(keys.every(({ arn }) => arn.startsWith("arn:aws:kms:us-east-1:"))).toBe(true);
  });

  it("aws-facts 3.3: describes a key by its alias", async () => {
    await expect(admin.describeKey("us-east-1", "alias/retired")).resolves.toMatchObject({ aliases: ["alias/retired"], keyState: "Disabled", region: "us-east-1", keySpec: "SYMMETRIC_DEFAULT" });
    const old = await admin.describeKey("us-east-1", "alias/old");
    expect(old.keyState).toBe("PendingDeletion");
    expect(old.deletionDate).toBeGreaterThan(Date.now());
  });

  it("aws-facts 3.2: names a missing key", async () => {
    await expect(admin.describeKey("us-east-1", "alias/nothing")).rejects.toMatchObject({ failure: { kind: "not-found", what: "key", service: "KMS" } });
  });

  it("aws-facts 3.7: rotation is on, off, not applicable or not permitted", async () => {
    const idOf = async (alias: string) => (await admin.describeKey("us-east-1", alias)).keyId;
    await expect(admin.getKeyRotation("us-east-1", await idOf("alias/hr"))).resolves.toMatchObject({ enabled: true });
    await expect(admin.getKeyRotation("us-east-1", await idOf("alias/finance"))).resolves.toEqual({ enabled: false });
    await expect(admin.getKeyRotation("us-east-1", await idOf("alias/signing"))).resolves.toBe("not-applicable");
    const uploader = await world.door("uploader");
    await expect(uploader.getKeyRotation("us-east-1", await idOf("alias/hr"))).resolves.toBe("not-permitted");
    await expect(uploader.listKeys("us-east-1")).rejects.toMatchObject({ failure: { kind: "access-denied", action: "kms:ListKeys", deniedBy: "none-allows" } });
  });
});

describe("a door that was closed", () => {
  it("signs nothing any more", async () => {
    const door = await world.door("admin");
    await door.getCallerIdentity();
    door.dispose();
    await expect(door.getCallerIdentity()).rejects.toMatchObject({ failure: { kind: "aborted" } });
  });
});

describe("a call that gets no answer", () => {
  it.each(["getBucketCors", "getBucketVersioning"] as const)("is not repeated: %s", async (operation) => {
    const lost = await startDemoAws();
    const door = await lost.door("admin");
    let sent = 0;
    lost.disturb({
      before: () => {
        sent += 1;
        throw new TypeError("Failed to fetch");
      },
    });
    await expect(door[operation]("keyseal-nocors")).rejects.toMatchObject({ failure: { kind: "network-or-cors", message: "No answer reached this page (Failed to fetch)" } });
    expect(sent).toBe(1);
  });

  it("is repeated where it was an answer that may heal", async () => {
    const busy = await startDemoAws();
    const door = await busy.door("admin");
    let left = 2;
    busy.disturb({ answer: () => (left-- > 0 ? { statusCode: 503, body: "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>" } : undefined) });
    await expect(door.getBucketVersioning("keyseal-demo")).resolves.toEqual(expect.any(String));
  });
});

describe("a call that is cancelled", () => {
  it("ends as aborted", async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(auditor.listKeys("us-east-1", { signal: controller.signal })).rejects.toMatchObject({ failure: { kind: "aborted" } });
  });
});

describe("a clock that is wrong", () => {
  it("aws-facts 7: is corrected by the SDK from S3's answer, and the call goes through", async () => {
    const skewed = await startDemoAws();
    const door = await skewed.door("admin");
    skewed.advance(60 * 60 * 1000);
    await expect(door.getBucketVersioning("keyseal-demo")).resolves.toEqual(expect.any(String));
    // Presigned URLs take the corrected time as well
    const url = await door.presignDownload({ bucket: "keyseal-demo", key: "x" }, { fileName: "x", expiresInSeconds: 60 });
    const stamp = new URL(url).searchParams.get("X-Amz-Date") ?? "";
    const signed = Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
    expect(Math.abs(signed - skewed.services.clock.now())).toBeLessThan(60_000);
  });
});
