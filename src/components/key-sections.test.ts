import { describe, expect, it } from "vitest";
import { sampleKey } from "#testing/samples.ts";
import { ENTER_PREFIX, keySections, namesKey, type KeyChoice } from "./key-sections.ts";

const finance = sampleKey(1, { aliases: ["alias/finance", "alias/money"], description: "Ledgers and invoices" });
const hr = sampleKey(2, { aliases: ["alias/hr"] });
const retired = sampleKey(3, { aliases: ["alias/archive"], keyState: "Disabled" });
const signing = sampleKey(4, { aliases: ["alias/signing"], keySpec: "RSA_2048", keyUsage: "SIGN_VERIFY" });
const s3 = sampleKey(5, { aliases: ["alias/aws/s3"], keyManager: "AWS" });
const ebs = sampleKey(6, { aliases: ["alias/aws/ebs"], keyManager: "AWS" });

const all: KeyChoice[] = [finance, hr, retired, signing, s3, ebs].map((summary) => ({ listing: summary, summary }));

function sections(request: Partial<Parameters<typeof keySections>[0]> = {}) {
  const found = keySections({ choices: all, recentArns: [], bucketRegion: "us-east-1", search: "", ...request });
  return Object.fromEntries(found.map(({ name, entries }) => [name, entries.map(({ value }) => value)]));
}

describe("sections of the key picker", () => {
  it("puts each key into one section: recent, the bucket's default, then by manager", () => {
    expect(sections({ recentArns: [hr.arn, finance.arn], bucketDefaultKey: "alias/finance" })).toEqual({
      Recent: [hr.arn],
      "Bucket default": [finance.arn],
      "Customer managed keys": [retired.arn, signing.arn],
      "AWS managed keys": [s3.arn, ebs.arn],
    });
  });

  it("lists keys that S3 can use before those it cannot", () => {
    expect(sections()["Customer managed keys"]).toEqual([finance.arn, hr.arn, retired.arn, signing.arn]);
  });

  it.each([
    ["alias", "FINAN"],
    ["another alias", "money"],
    ["description", "ledgers"],
    ["key id", finance.keyId],
    ["ARN", finance.arn],
  ])("finds a key by its %s", (_, search) => {
    expect(sections({ search })).toEqual({ "Customer managed keys": [finance.arn] });
  });

  it("finds keys by alias and id before KMS has described them", () => {
    const bare = all.map(({ listing }) => ({ listing: { keyId: listing.keyId, arn: listing.arn, aliases: listing.aliases } }));
    expect(sections({ choices: bare, search: "money" })).toEqual({ "Customer managed keys": [finance.arn] });
    expect(sections({ choices: bare, search: "aws/s3" })).toEqual({ "AWS managed keys": [s3.arn] });
  });

  it.each([
    ["disabled", retired, /disabled/],
    ["asymmetric", signing, /asymmetric/],
    ["of another service", ebs, /another AWS service/],
  ])("tells why a key cannot be used: %s", (_, summary, reason) => {
    const [section] = keySections({ choices: [{ listing: summary, summary }], recentArns: [], bucketRegion: "us-east-1", search: "" });
    expect(section?.entries[0]?.unusableBecause).toMatch(reason);
    expect(section?.entries[0]?.description).toMatch(reason);
  });

  it("tells that a key of another Region than the bucket's cannot be used", () => {
    const [section] = keySections({ choices: [{ listing: hr, summary: hr }], recentArns: [], bucketRegion: "eu-west-1", search: "" });
    expect(section?.entries[0]?.unusableBecause).toMatch(/us-east-1.*eu-west-1/);
  });

  it("does not call a key unusable that KMS has not described", () => {
    const [section] = keySections({ choices: [{ listing: retired }], recentArns: [], search: "" });
    expect(section?.entries[0]?.unusableBecause).toBeUndefined();
  });

  it("offers to use an ARN that no list holds, and only then", () => {
    const foreign = "arn:aws:kms:us-east-1:444455556666:key/00000000-0000-4000-8000-0000000000ff";
    expect(sections({ search: ` ${foreign} ` })).toEqual({ "Enter a key": [`${ENTER_PREFIX}${foreign}`] });
    expect(sections({ choices: [], search: foreign })).toEqual({ "Enter a key": [`${ENTER_PREFIX}${foreign}`] });
    expect(sections({ search: finance.arn })).not.toHaveProperty("Enter a key");
    expect(sections({ search: "arn:aws:kms:us-east-1" })).not.toHaveProperty("Enter a key");
  });

  it.each([
    ["id", hr.keyId],
    ["ARN", hr.arn],
    ["alias name", "alias/hr"],
    ["alias ARN", "arn:aws:kms:us-east-1:111122223333:alias/hr"],
  ])("aws-facts 1.3: knows the bucket's default key by its %s", (_, stored) => {
    expect(namesKey(stored, hr)).toBe(true);
    expect(namesKey(stored, finance)).toBe(false);
  });
});
