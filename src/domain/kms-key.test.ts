import { describe, expect, it } from "vitest";
import { sampleKey } from "#testing/samples.ts";
import { keyFitness, keyReferenceProblem, keyTitle, matchesKeySearch, parseKeyReference, serverKeyNameProblem, type KmsKeySummary } from "./kms-key.ts";

const key = sampleKey(1, { aliases: ["alias/finance", "alias/money"], description: "Ledgers" });
const { keyId: ID, arn: ARN } = key;

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

  it("takes any name that a header can carry for a server's own, and nothing else", () => {
    for (const name of ["testkey-1", " finance ", ID, ARN, "my key", "k".repeat(2048)]) expect(serverKeyNameProblem(name)).toBeUndefined();
    expect(serverKeyNameProblem("  ")).toContain("Type the key's name");
    expect(serverKeyNameProblem("schlüssel")).toContain("ASCII");
    expect(serverKeyNameProblem("a\nb")).toContain("ASCII");
    expect(serverKeyNameProblem("k".repeat(2049))).toContain("2049");
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
    expect(keyTitle({ keyId: ID, aliases: [] })).toBe("00000000…");
  });
});
