import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCredentialsText } from "./credentials-text.ts";
import { callerName, credentialProblems, isRootArn, maskAccessKeyId } from "./credentials.ts";

const ID = "ASIAIOSFODNN7EXAMPLE";
const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const TOKEN = "IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJHMEUCIQ==";

function credentialsOf(text: string) {
  const parsed = parseCredentialsText(text);
  return parsed.ok ? parsed.candidates.map(({ credentials }) => credentials) : parsed.problem;
}

const expected = [{ accessKeyId: ID, secretAccessKey: SECRET, sessionToken: TOKEN }];

describe("pasted credentials", () => {
  it.each([
    ["export lines", `export AWS_ACCESS_KEY_ID="${ID}"\nexport AWS_SECRET_ACCESS_KEY="${SECRET}"\nexport AWS_SESSION_TOKEN="${TOKEN}"`],
    ["export lines in one", `export AWS_ACCESS_KEY_ID=${ID}; export AWS_SECRET_ACCESS_KEY=${SECRET}; export AWS_SESSION_TOKEN=${TOKEN}`],
    ["bare assignments", `AWS_ACCESS_KEY_ID=${ID}\r\nAWS_SECRET_ACCESS_KEY=${SECRET}\r\nAWS_SESSION_TOKEN=${TOKEN}`],
    ["cmd lines", `SET AWS_ACCESS_KEY_ID=${ID}\nSET AWS_SECRET_ACCESS_KEY=${SECRET}\nSET AWS_SESSION_TOKEN=${TOKEN}`],
    ["PowerShell lines", `$Env:AWS_ACCESS_KEY_ID="${ID}"\n$Env:AWS_SECRET_ACCESS_KEY="${SECRET}"\n$Env:AWS_SESSION_TOKEN="${TOKEN}"`],
    ["setx lines", `setx AWS_ACCESS_KEY_ID ${ID}\nsetx AWS_SECRET_ACCESS_KEY ${SECRET}\nsetx AWS_SESSION_TOKEN ${TOKEN}`],
    ["an ini profile", `[111122223333_Admin]\naws_access_key_id = ${ID}\naws_secret_access_key=${SECRET}\naws_session_token=${TOKEN}`],
    ["an ini profile without heading", `aws_access_key_id=${ID}\naws_secret_access_key=${SECRET}\naws_session_token=${TOKEN}`],
    ["export-credentials", JSON.stringify({ Version: 1, AccessKeyId: ID, SecretAccessKey: SECRET, SessionToken: TOKEN })],
    ["STS", JSON.stringify({ Credentials: { AccessKeyId: ID, SecretAccessKey: SECRET, SessionToken: TOKEN }, AssumedRoleUser: { Arn: "x" } })],
    ["the SSO portal", JSON.stringify({ roleCredentials: { accessKeyId: ID, secretAccessKey: SECRET, sessionToken: TOKEN } })],
    ["Cognito", JSON.stringify({ Credentials: { AccessKeyId: ID, SecretKey: SECRET, SessionToken: TOKEN } })],
  ])("reads %s", (_, text) => {
    expect(credentialsOf(text)).toEqual(expected);
  });

  it("reads the expiry in seconds, milliseconds and ISO form", () => {
    for (const expiration of [1_700_000_000, 1_700_000_000_000, "2023-11-14T22:13:20Z"]) {
      const text = JSON.stringify({ AccessKeyId: ID, SecretAccessKey: SECRET, SessionToken: TOKEN, Expiration: expiration });
      expect(credentialsOf(text)).toMatchObject([{ expiresAt: 1_700_000_000_000 }]);
    }
  });

  it("offers every profile of a file, by name", () => {
    const parsed = parseCredentialsText(`[default]\naws_access_key_id=AKIAIOSFODNN7EXAMPLE\naws_secret_access_key=${SECRET}\n\n[profile work]\naws_access_key_id=${ID}\naws_secret_access_key=${SECRET}\naws_session_token=${TOKEN}\nregion=eu-west-1`);
    expect(parsed.ok && parsed.candidates.map(({ label }) => label)).toEqual(["default", "work"]);
  });

  it.each([
    ["", "Paste"],
    ["hello", "No credentials"],
    ["{", "cut off"],
    ["{}", "holds no"],
    [`export AWS_ACCESS_KEY_ID=${ID}`, "secret access key"],
    [`export AWS_ACCESS_KEY_ID=${ID}\nexport AWS_SECRET_ACCESS_KEY=${SECRET}`, "session token"],
  ])("says what is missing in %j", (text, reason) => {
    expect(credentialsOf(text)).toContain(reason);
  });

  it("never repeats what was pasted in a message", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 12 }), (secret) => {
        const parsed = parseCredentialsText(`export AWS_ACCESS_KEY_ID=x\nexport AWS_SECRET_ACCESS_KEY=${secret}`);
        expect(parsed.ok ? "" : parsed.problem).not.toContain(secret);
      }),
    );
  });
});

describe("credential fields", () => {
  it("finds what is wrong with each field", () => {
    expect(credentialProblems({ accessKeyId: "", secretAccessKey: "" }).map(({ field }) => field)).toEqual(["accessKeyId", "secretAccessKey"]);
    expect(credentialProblems({ accessKeyId: ID, secretAccessKey: SECRET }).map(({ field }) => field)).toEqual(["sessionToken"]);
    expect(credentialProblems({ accessKeyId: ID, secretAccessKey: `${SECRET} x`, sessionToken: TOKEN }).map(({ field }) => field)).toEqual(["secretAccessKey"]);
    expect(credentialProblems({ accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: SECRET })).toEqual([]);
  });

  it("aws-facts 4.1: names principals as people know them", () => {
    expect(callerName("arn:aws:iam::111122223333:user/path/admin")).toBe("admin");
    expect(callerName("arn:aws:sts::111122223333:assumed-role/Role/session")).toBe("Role/session");
    expect(isRootArn("arn:aws:iam::111122223333:root")).toBe(true);
    expect(maskAccessKeyId(ID)).toBe("ASIA…MPLE");
  });
});
