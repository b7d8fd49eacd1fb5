import { describe, expect, it } from "vitest";
import { defaultConsoleConfig } from "#domain/config.ts";
import type { AwsFailure } from "#domain/failure.ts";
import { emptyEndpointMeaning, emptySignInDraft, failurePlace, maskedCredentials, parseSignInCredentials, parseSignInTarget } from "./sign-in-form.ts";

const draft = emptySignInDraft(defaultConsoleConfig);
const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

describe("parseSignInTarget", () => {
  it("takes empty endpoints as AWS's own", () => {
    expect(parseSignInTarget(draft)).toEqual({
      ok: true,
      target: { region: "us-east-1", endpoints: { s3: undefined, kms: undefined, sts: undefined, forcePathStyle: false } },
    });
  });

  it("names each endpoint that is no address, and the Region", () => {
    const parsed = parseSignInTarget({ ...draft, region: "", s3: "localhost", kms: "ftp://x", sts: "http://localhost:4566" });
    expect(parsed.ok ? [] : Object.keys(parsed.problems).toSorted()).toEqual(["kms", "region", "s3"]);
  });
});

describe("parseSignInCredentials", () => {
  it("drops white space that copying brought along", () => {
    expect(parseSignInCredentials({ ...draft, accessKeyId: " AKIAIOSFODNN7EXAMPLE\n", secretAccessKey: `${SECRET} ` })).toEqual({
      ok: true,
      credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: SECRET, sessionToken: undefined },
    });
  });

  it("says at each field what is missing", () => {
    const parsed = parseSignInCredentials(draft);
    expect(parsed.ok ? [] : Object.keys(parsed.problems).toSorted()).toEqual(["accessKeyId", "secretAccessKey"]);
  });
});

describe("failurePlace", () => {
  const failure = (code: string): AwsFailure => ({ kind: "credentials-invalid", service: "STS", operation: "GetCallerIdentity", code, message: "" });
  it.each([
    ["InvalidClientTokenId", "accessKeyId"],
    ["SignatureDoesNotMatch", "secretAccessKey"],
    ["ExpiredToken", "sessionToken"],
    ["RequestTimeTooSkewed", "form"],
  ])("puts %s at %s", (code, place) => {
    expect(failurePlace(failure(code))).toBe(place);
  });
});

describe("emptyEndpointMeaning", () => {
  it("is AWS's own beside AWS, also by an address of its own, and while an address is being typed", () => {
    for (const s3 of ["", "https://s3-fips.us-east-1.amazonaws.com", "https:/"]) expect(emptyEndpointMeaning({ ...draft, s3 }, "kms")).toBe("Leave empty for AWS's own.");
  });

  it("is none beside another server", () => {
    const other = { ...draft, s3: "https://s3.example.com" };
    expect(emptyEndpointMeaning(other, "kms")).toContain("key names are then typed");
    expect(emptyEndpointMeaning(other, "sts")).toContain("does not say who you are");
    expect(emptyEndpointMeaning(other, "s3")).toBe("Leave empty for AWS's own.");
  });
});

describe("maskedCredentials", () => {
  it("never shows a secret", () => {
    const shown = JSON.stringify(maskedCredentials({ accessKeyId: "ASIAIOSFODNN7EXAMPLE", secretAccessKey: SECRET, sessionToken: "a-session-token" }));
    expect(shown).toContain("ASIA");
    expect(shown).toContain("40 characters");
    expect(shown).not.toContain(SECRET.slice(0, 6));
    expect(shown).not.toContain("a-session");
  });
});
