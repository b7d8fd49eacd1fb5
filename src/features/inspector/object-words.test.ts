import { describe, expect, it } from "vitest";
import type { ObjectEncryption } from "#domain/encryption.ts";
import type { ObjectVersionSummary } from "#domain/object.ts";
import { algorithmMeaning, etagMeaning, whereabouts } from "./object-words.ts";

const sseS3: ObjectEncryption = { algorithm: "AES256", bucketKey: "off" };
const sseKms: ObjectEncryption = { algorithm: "aws:kms", keyArn: "arn", bucketKey: "on" };

describe("etagMeaning", () => {
  it.each<[string, ObjectEncryption, RegExp]>([
    ["d41d8cd98f00b204e9800998ecf8427e", sseS3, /^MD5/],
    ["d41d8cd98f00b204e9800998ecf8427e", sseKms, /^Not an MD5/],
    ["d41d8cd98f00b204e9800998ecf8427e-3", sseS3, /3 parts/],
    ["d41d8cd98f00b204e9800998ecf8427e", "not-exposed", /^Perhaps/],
  ])("of %s", (etag, encryption, words) => {
    expect(etagMeaning(etag, encryption)).toMatch(words);
  });
});

describe("of a server that is not AWS", () => {
  it("nothing is said that only AWS promises", () => {
    expect(etagMeaning("d41d8cd98f00b204e9800998ecf8427e", sseKms, false)).toMatch(/^Perhaps an MD5/);
    expect(algorithmMeaning("aws:kms", false)).not.toContain("kms:Decrypt");
  });
});

describe("whereabouts", () => {
  const version = (versionId: string, isDeleteMarker: boolean): ObjectVersionSummary => ({
    key: "k",
    size: 0,
    lastModified: 0,
    etag: "",
    storageClass: "",
    versionId,
    isLatest: false,
    isDeleteMarker,
  });

  it("finds a deleted object, and its newest content", () => {
    expect(whereabouts(undefined, [version("3", true), version("2", true), version("1", false)])).toEqual({ kind: "deleted", newestContent: "1" });
  });

  it("tells a delete marker that was asked for from a version that is not there", () => {
    expect(whereabouts("3", [version("3", true)])).toEqual({ kind: "delete-marker" });
    expect(whereabouts("9", [version("3", true)])).toEqual({ kind: "no-such-version" });
  });

  it("says so when there never was such an object", () => {
    expect(whereabouts(undefined, [])).toEqual({ kind: "no-such-object" });
  });

  it("claims nothing when versions cannot be listed", () => {
    expect(whereabouts(undefined, undefined)).toEqual({ kind: "not-known" });
  });
});
