import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bucketNameProblem, consoleCorsRule, corsHealth, exposesHeader, type CorsRule } from "./bucket.ts";
import { endpointProblem, parseConsoleConfig, defaultConsoleConfig } from "./config.ts";
import { inspectorPath, objectsPath, safeNextPath, signInPath, uploadPath } from "./console-path.ts";
import { emptyEncryptionDraft, parseEncryptionDraft } from "./encryption-draft.ts";
import { formatBytes, formatDuration, formatRelative, plural } from "./format.ts";
import { keyFitness, keyReferenceProblem, keyTitle, matchesKeySearch, parseKeyReference, type KmsKeySummary } from "./kms-key.ts";
import { baseName, joinKey, keyProblem, objectArn, parentPrefix, prefixTrail } from "./object.ts";
import { MAX_OBJECT_BYTES, MAX_PART_BYTES, MAX_PARTS, MIN_PART_BYTES, partRange, planUpload } from "./upload-plan.ts";

const ID = "11111111-2222-3333-4444-555555555555";
const ARN = `arn:aws:kms:us-east-1:111122223333:key/${ID}`;
const key: KmsKeySummary = {
  keyId: ID,
  arn: ARN,
  aliases: ["alias/finance", "alias/money"],
  region: "us-east-1",
  accountId: "111122223333",
  description: "Ledgers",
  keyState: "Enabled",
  keyManager: "CUSTOMER",
  keySpec: "SYMMETRIC_DEFAULT",
  keyUsage: "ENCRYPT_DECRYPT",
  origin: "AWS_KMS",
  multiRegion: false,
};

describe("KMS keys", () => {
  it("aws-facts 1.3: tells the four forms of a reference apart", () => {
    expect(parseKeyReference(ID)?.kind).toBe("key-id");
    expect(parseKeyReference("mrk-1234567890abcdef1234567890abcdef")?.kind).toBe("key-id");
    expect(parseKeyReference(` ${ARN} `)).toMatchObject({ kind: "key-arn", keyId: ID, region: "us-east-1", accountId: "111122223333", partition: "aws" });
    expect(parseKeyReference("alias/finance")?.kind).toBe("alias-name");
    expect(parseKeyReference("arn:aws-cn:kms:cn-north-1:111122223333:alias/x")).toMatchObject({ kind: "alias-arn", aliasName: "alias/x", partition: "aws-cn" });
    for (const bad of ["", "finance", "aws/s3", "arn:aws:s3:::b", `${ARN}x`, "arn:aws:kms:us-east-1:1:key/x"]) expect(parseKeyReference(bad)).toBeUndefined();
  });

  it("explains what is wrong with a typed reference, the Region and partition too", () => {
    expect(keyReferenceProblem(ARN, { bucketRegion: "us-east-1" })).toBeUndefined();
    expect(keyReferenceProblem(ARN, { bucketRegion: "eu-west-1" })).toContain("in us-east-1, the bucket in eu-west-1");
    expect(keyReferenceProblem(ARN, { bucketRegion: "cn-north-1" })).toContain("partition");
    expect(keyReferenceProblem("aws/s3")).toContain("alias/aws/s3");
    expect(keyReferenceProblem("arn:aws:s3:::b")).toContain("something else");
  });

  it.each<[Partial<KmsKeySummary>, string]>([
    [{ keyState: "Disabled" }, "disabled"],
    [{ keyState: "PendingDeletion" }, "deletion"],
    [{ keyState: "PendingImport" }, "material"],
    [{ keySpec: "RSA_2048", keyUsage: "SIGN_VERIFY" }, "asymmetric"],
    [{ keySpec: "RSA_4096" }, "asymmetric"],
    [{ keySpec: "HMAC_256", keyUsage: "GENERATE_VERIFY_MAC" }, "HMAC"],
    [{ region: "eu-west-1" }, "Region"],
  ])("aws-facts 3.3: %j cannot be used, and says why", (change, reason) => {
    const fitness = keyFitness({ ...key, ...change }, "us-east-1");
    expect(fitness.usable ? "usable" : fitness.reason).toContain(reason);
  });

  it("finds keys by alias, id, ARN and description, and names them by their first alias", () => {
    expect(keyFitness(key, "us-east-1")).toEqual({ usable: true });
    for (const search of ["FINAN", "money ledgers", ID.slice(0, 9), "111122223333:key"]) expect(matchesKeySearch(key, search)).toBe(true);
    expect(matchesKeySearch(key, "payroll")).toBe(false);
    expect(keyTitle(key)).toBe("finance (+1)");
    expect(keyTitle({ keyId: ID, aliases: [] })).toBe("11111111…");
  });
});

describe("encryption draft", () => {
  it("keeps what is chosen and drops what does not apply", () => {
    const draft = { ...emptyEncryptionDraft, chosenKeyArn: ARN, bucketKey: "on", contextRows: [{ key: "dept", value: "hr" }] } as const;
    expect(parseEncryptionDraft(draft)).toEqual({ ok: true, settings: { serverSideEncryption: "bucket-default" } });
    expect(parseEncryptionDraft({ ...draft, keyType: "aws:kms:dsse" })).toEqual({ ok: true, settings: { serverSideEncryption: "aws:kms:dsse", keyId: ARN, encryptionContext: { dept: "hr" } } });
    expect(parseEncryptionDraft({ ...draft, keyType: "aws:kms", keySource: "aws-managed", bucketKey: "bucket-setting" })).toEqual({
      ok: true,
      settings: { serverSideEncryption: "aws:kms", keyId: undefined, encryptionContext: { dept: "hr" }, bucketKeyEnabled: undefined },
    });
  });

  it("tells every problem at its field", () => {
    const parsed = parseEncryptionDraft(
      { ...emptyEncryptionDraft, keyType: "aws:kms", keySource: "enter", enteredKey: "nonsense", contextRows: [{ key: "", value: "x" }] },
      { bucketRegion: "us-east-1" },
    );
    expect(parsed.ok ? [] : parsed.problems.map(({ field, row }) => [field, row])).toEqual([
      ["key", undefined],
      ["context-row", 0],
    ]);
  });
});

describe("object keys", () => {
  it("aws-facts 7: counts bytes, not characters", () => {
    expect(keyProblem("é".repeat(512))).toBeUndefined();
    expect(keyProblem(`${"é".repeat(512)}x`)).toContain("1025 bytes");
  });

  it("refuses only what a browser cannot send", () => {
    for (const fine of ["a..b", "...", "#?%2F..x", "a//b", " ", "😀", "%2e%2e", "a+b", "\u0001"]) expect(keyProblem(fine)).toBeUndefined();
    for (const folded of [".", "..", "a/../b", "a/./b", "../x"]) expect(keyProblem(folded)).toContain("browser");
  });

  it("splits and joins folders without losing a character", () => {
    fc.assert(fc.property(fc.string({ minLength: 1 }), (name) => parentPrefix(name) + baseName(name) === name));
    expect(prefixTrail("a//b/")).toEqual([
      { name: "a", prefix: "a/" },
      { name: "", prefix: "a//" },
      { name: "b", prefix: "a//b/" },
    ]);
    expect(joinKey("in", "x/y.txt")).toBe("in/x/y.txt");
    expect(joinKey("", "/y.txt")).toBe("y.txt");
    expect(objectArn({ bucket: "b", key: "a b" }, "aws-us-gov")).toBe("arn:aws-us-gov:s3:::b/a b");
  });
});

describe("upload plan", () => {
  it("aws-facts 7: stays within S3's limits for every size, and its parts cover the file exactly once", () => {
    fc.assert(
      fc.property(fc.maxSafeNat().map((size) => size % (MAX_OBJECT_BYTES + 1)), (size) => {
        const plan = planUpload(size);
        if (plan.kind === "single") return;
        expect(plan.partCount).toBeLessThanOrEqual(MAX_PARTS);
        expect(plan.partSize).toBeGreaterThanOrEqual(MIN_PART_BYTES);
        expect(plan.partSize).toBeLessThanOrEqual(MAX_PART_BYTES);
        expect(partRange(plan, size, 1).start).toBe(0);
        expect(partRange(plan, size, plan.partCount).end).toBe(size);
        expect(partRange(plan, size, plan.partCount).start).toBeLessThan(size);
      }),
    );
    expect(() => planUpload(MAX_OBJECT_BYTES + 1)).toThrow(RangeError);
    expect(planUpload(0)).toEqual({ kind: "single" });
  });
});

describe("buckets", () => {
  it.each(["ab", "A-bucket", "a_b_c", "-abc", "abc-", "a..b", "192.168.1.1", "s3://abc", "x".repeat(64)])("refuses the name %s", (name) => {
    expect(bucketNameProblem(name)).toBeTypeOf("string");
  });

  const origin = "http://localhost:4173";
  it("aws-facts 8.2: the rule this console asks for makes everything readable", () => {
    expect(corsHealth([consoleCorsRule(origin)], origin)).toEqual({ status: "ok", missingMethods: [], hiddenResponseHeaders: [] });
    expect(corsHealth("none", origin).status).toBe("none");
    expect(corsHealth([consoleCorsRule("http://other")], origin).status).toBe("none");
  });

  it("aws-facts 8.1: the first rule that matches origin and method decides, one wildcard allowed", () => {
    const bare: CorsRule = { allowedOrigins: ["http://*"], allowedMethods: ["HEAD"], allowedHeaders: ["*"], exposeHeaders: [] };
    expect(exposesHeader([bare, consoleCorsRule(origin)], origin, "ETag")).toBe(false);
    expect(exposesHeader([consoleCorsRule(origin), bare], origin, "etag")).toBe(true);
    expect(exposesHeader([bare], origin, "Content-Length")).toBe(true);
  });
});

describe("console paths", () => {
  it("carries any key through the query, unfolded", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (name) => {
        const url = new URL(inspectorPath({ bucket: "b", key: name }), "http://localhost");
        expect(url.pathname).toBe("/buckets/b/object");
        expect(url.searchParams.get("key")).toBe(name);
      }),
    );
    expect(objectsPath("b", "a/../b/", { versions: true })).toBe("/buckets/b/objects?prefix=a%2F..%2Fb%2F&versions=true");
    expect(uploadPath({})).toBe("/upload");
    expect(signInPath("/upload")).toBe("/sign-in?next=%2Fupload");
  });

  it("goes on only to paths of its own after sign-in", () => {
    expect(safeNextPath("/upload?bucket=b")).toBe("/upload?bucket=b");
    for (const elsewhere of [undefined, "", "https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/sign-in?next=/x"]) {
      expect(safeNextPath(elsewhere)).toBe("/buckets");
    }
  });
});

describe("config.json", () => {
  it("fills in AWS's own for what is left out", () => {
    expect(parseConsoleConfig({})).toEqual({ ok: true, config: defaultConsoleConfig });
  });

  it.each([
    [{ regoin: "us-east-1" }, "regoin"],
    [{ region: "moon" }, "Region"],
    [{ endpoints: { s3: "http://s3.example.com" } }, "http://"],
    [{ buckets: [{ name: "Bad_Name" }] }, "capital"],
    [[], "object"],
  ])("refuses %j and says where", (value, reason) => {
    const parsed = parseConsoleConfig(value);
    expect(parsed.ok ? "taken" : parsed.problem).toContain(reason);
  });

  it("takes plain http for this machine only", () => {
    for (const fine of ["", "http://localhost:4566", "http://127.0.0.1:9000", "https://minio.example.com"]) expect(endpointProblem(fine)).toBeUndefined();
    for (const bad of ["localhost:4566", "ftp://x", "https://u:p@x", "http://10.0.0.1", "https://x/?a=b"]) expect(endpointProblem(bad)).toBeTypeOf("string");
  });
});

describe("formats", () => {
  it("writes sizes, spans and counts as people read them", () => {
    expect([0, 1, 1023, 1024, 20 * 1024 ** 2, 1.5 * 1024 ** 3].map(formatBytes)).toEqual(["0 bytes", "1 byte", "1023 bytes", "1 KiB", "20 MiB", "1.5 GiB"]);
    expect([0.2, 52, 185, 3720, 86_400 * 2].map(formatDuration)).toEqual(["under a second", "52 s", "3 min 5 s", "1 h 2 min", "2 d"]);
    expect(formatRelative(0, 300_000)).toBe("5 min ago");
    expect(formatRelative(2_280_000, 0)).toBe("in 38 min");
    expect(plural(1, "file")).toBe("1 file");
    expect(plural(1204, "file")).toBe("1,204 files");
  });
});
