import { describe, expect, test } from "vitest";
import { testCaller, testOrigin } from "#local-aws/conformance/test-callers.ts";
import { ACCOUNT_ID, type Caller, type CredentialSession } from "#local-aws/world.ts";
import type { AccessRequest } from "./authorize.ts";
import { type AccessDecision, decideAccess } from "./decide-access.ts";

const OTHER = "444455556666";
const RESOURCE = "arn:aws:s3:::bucket/key";

const policy = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements.map((statement) => ({ Effect: "Allow", Action: "s3:*", Resource: "*", ...statement })) });
const allowing = (principal: unknown, more: object = {}): string => policy({ Principal: principal, ...more });

const session = (change: Partial<CredentialSession> = {}): CredentialSession => ({
  sessionToken: "token",
  issuedAt: 0,
  expiresAt: 1,
  source: "assume-role",
  policies: [],
  tags: {},
  transitiveTagKeys: [],
  ...change,
});
const user = (change: Partial<Caller> = {}): Caller => testCaller({ name: "ann", ...change });
const root = (accountId = ACCOUNT_ID): Caller => {
  const arn = `arn:aws:iam::${accountId}:root`;
  return testCaller({ type: "Root", name: "root", accountId, userId: accountId, arn, principalArn: arn });
};
const role = (change: Partial<Caller> = {}): Caller =>
  testCaller({
    type: "AssumedRole",
    name: "s1",
    arn: `arn:aws:sts::${ACCOUNT_ID}:assumed-role/reader/s1`,
    userId: "AROAREADER:s1",
    principalArn: `arn:aws:iam::${ACCOUNT_ID}:role/team/reader`,
    role: { roleName: "reader", roleId: "AROAREADER", arn: `arn:aws:iam::${ACCOUNT_ID}:role/team/reader`, accountId: ACCOUNT_ID },
    session: session(),
    ...change,
  });

function decided(caller: Caller | undefined, change: Partial<AccessRequest> = {}): string {
  const request: AccessRequest = {
    caller,
    origin: testOrigin(),
    action: "s3:GetObject",
    resource: RESOURCE,
    resourceAccountId: ACCOUNT_ID,
    resourcePolicyMode: "in-addition",
    ...change,
  };
  const decision: AccessDecision = decideAccess(request);
  return decision.allowed ? "allowed" : `${decision.effect} ${decision.policyType}`;
}

const ALLOW_ALL = policy({});
const ANN = `arn:aws:iam::${ACCOUNT_ID}:user/ann`;
const ROOT = `arn:aws:iam::${ACCOUNT_ID}:root`;

describe("within an account, either side is enough", () => {
  test.each([
    ["identity policy", user({ policies: [ALLOW_ALL] }), undefined, "allowed"],
    ["nothing", user(), undefined, "implicit-deny identity-based"],
    ["bucket policy names the user", user(), allowing({ AWS: ANN }), "allowed"],
    ["bucket policy names the user's unique id", user(), allowing({ AWS: "AIDAANN" }), "allowed"],
    ["bucket policy names another user", user(), allowing({ AWS: `${ANN}a` }), "implicit-deny identity-based"],
    ["bucket policy names everybody", user(), allowing("*"), "allowed"],
    ["bucket policy names the account, which leaves it to the identity policies", user(), allowing({ AWS: ACCOUNT_ID }), "implicit-deny identity-based"],
    ["bucket policy names a service", user(), allowing({ Service: "s3.amazonaws.com" }), "implicit-deny identity-based"],
    ["bucket policy names the role", role(), allowing({ AWS: `arn:aws:iam::${ACCOUNT_ID}:role/team/reader` }), "allowed"],
    ["bucket policy names the role's unique id", role(), allowing({ AWS: "AROAREADER" }), "allowed"],
    ["bucket policy denies", user({ policies: [ALLOW_ALL] }), allowing("*", { Effect: "Deny" }), "explicit-deny resource-based"],
    ["identity policy denies what the bucket policy allows", user({ policies: [policy({ Effect: "Deny" })] }), allowing("*"), "explicit-deny identity-based"],
    ["the root user needs no Allow", root(), undefined, "allowed"],
    ["the root user is denied by the bucket policy", root(), allowing("*", { Effect: "Deny" }), "explicit-deny resource-based"],
    ["nobody, but everybody may", undefined, allowing("*"), "allowed"],
    ["nobody, and only the account may", undefined, allowing({ AWS: ROOT }), "implicit-deny resource-based"],
    ["a text that is no policy allows nothing", user({ policies: ["{"] }), "[]", "implicit-deny identity-based"],
  ])("%s", (_what, caller, resourcePolicy, outcome) => {
    expect(decided(caller, { resourcePolicy })).toBe(outcome);
  });

  test.each(["s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy"])("aws-facts 5.1: root is never locked out of %s", (action) => {
    const resourcePolicy = allowing("*", { Effect: "Deny" });
    expect(decided(root(), { action, resourcePolicy })).toBe("allowed");
    expect(decided(root(OTHER), { action, resourcePolicy })).toBe("explicit-deny resource-based");
  });
});

describe("from another account, both sides have to allow", () => {
  const bob = (change: Partial<Caller> = {}): Caller => testCaller({ name: "bob", accountId: OTHER, ...change });
  test.each([
    ["identity policy alone", bob({ policies: [ALLOW_ALL] }), undefined, "implicit-deny resource-based"],
    ["bucket policy alone", bob(), allowing({ AWS: `arn:aws:iam::${OTHER}:user/bob` }), "implicit-deny identity-based"],
    ["both, by the account", bob({ policies: [ALLOW_ALL] }), allowing({ AWS: `arn:aws:iam::${OTHER}:root` }), "allowed"],
    ["both, by the user", bob({ policies: [ALLOW_ALL] }), allowing({ AWS: `arn:aws:iam::${OTHER}:user/bob` }), "allowed"],
    ["both, by everybody", bob({ policies: [ALLOW_ALL] }), allowing("*"), "allowed"],
    ["the other account's root user", root(OTHER), allowing({ AWS: OTHER }), "allowed"],
    ["the other account's root user, whom nobody lets in", root(OTHER), undefined, "implicit-deny resource-based"],
  ])("%s", (_what, caller, resourcePolicy, outcome) => {
    expect(decided(caller, { resourcePolicy })).toBe(outcome);
  });
});

describe("session policies", () => {
  const getOnly = policy({ Action: "s3:GetObject" });
  const limited = role({ policies: [ALLOW_ALL], sessionPolicies: [getOnly] });
  const sessionArn = `arn:aws:sts::${ACCOUNT_ID}:assumed-role/reader/s1`;

  test.each([
    ["what both allow", limited, "s3:GetObject", undefined, "allowed"],
    ["what the session policy leaves out", limited, "s3:PutObject", undefined, "implicit-deny session"],
    ["what the identity policy leaves out", role({ sessionPolicies: [ALLOW_ALL] }), "s3:GetObject", undefined, "implicit-deny identity-based"],
    ["an explicit deny", role({ policies: [ALLOW_ALL], sessionPolicies: [policy({ Effect: "Deny" })] }), "s3:GetObject", undefined, "explicit-deny session"],
    ["a grant to the role is limited", limited, "s3:PutObject", allowing({ AWS: "AROAREADER" }), "implicit-deny session"],
    ["a grant to everybody is limited", limited, "s3:PutObject", allowing("*"), "implicit-deny session"],
    ["a grant to the session is not", limited, "s3:PutObject", allowing({ AWS: sessionArn }), "allowed"],
  ])("%s", (_what, caller, action, resourcePolicy, outcome) => {
    expect(decided(caller, { action, resourcePolicy })).toBe(outcome);
  });

  test("a federated user without session policies has no rights of the issuer's", () => {
    const arn = `arn:aws:sts::${ACCOUNT_ID}:federated-user/fay`;
    const fay = testCaller({ type: "FederatedUser", name: "fay", arn, principalArn: arn, policies: [ALLOW_ALL], session: session({ source: "federation-token" }) });
    expect(decided(fay)).toBe("implicit-deny session");
    expect(decided({ ...fay, sessionPolicies: [ALLOW_ALL] })).toBe("allowed");
    expect(decided(fay, { resourcePolicy: allowing({ AWS: arn }) })).toBe("allowed");
  });
});

describe("where the resource's policy is required, as for KMS keys", () => {
  const required = (caller: Caller | undefined, resourcePolicy: string, more: Partial<AccessRequest> = {}): string =>
    decided(caller, { resourcePolicyMode: "required", resourcePolicy, ...more });

  test.each([
    ["the account, and an identity policy", user({ policies: [ALLOW_ALL] }), allowing({ AWS: ROOT }), "allowed"],
    ["the account alone", user(), allowing({ AWS: ROOT }), "implicit-deny identity-based"],
    ["the user alone", user(), allowing({ AWS: ANN }), "allowed"],
    ["an identity policy alone", user({ policies: [ALLOW_ALL] }), allowing({ AWS: `${ANN}a` }), "implicit-deny resource-based"],
    ["the root user, named", root(), allowing({ AWS: ROOT }), "allowed"],
    ["the root user, not named", root(), allowing({ AWS: ANN }), "implicit-deny resource-based"],
    ["another account, both sides", user({ accountId: OTHER, policies: [ALLOW_ALL] }), allowing({ AWS: OTHER }), "allowed"],
    ["another account, key policy alone", user({ accountId: OTHER }), allowing({ AWS: OTHER }), "implicit-deny identity-based"],
  ])("%s", (_what, caller, resourcePolicy, outcome) => {
    expect(required(caller, resourcePolicy)).toBe(outcome);
  });

  test("a grant allows what no policy does, but not what one denies", () => {
    expect(required(user(), allowing({ AWS: `${ANN}a` }), { allowedByGrant: true })).toBe("allowed");
    expect(required(user(), allowing("*", { Effect: "Deny" }), { allowedByGrant: true })).toBe("explicit-deny resource-based");
  });

  test("a role's trust policy lets in whom an identity provider vouches for", () => {
    const trust = allowing({ Federated: "cognito-identity.amazonaws.com" }, { Action: "sts:AssumeRoleWithWebIdentity", Resource: undefined });
    const action = "sts:AssumeRoleWithWebIdentity";
    expect(required(undefined, trust, { action, webIdentityProvider: "cognito-identity.amazonaws.com" })).toBe("allowed");
    expect(required(undefined, trust, { action, webIdentityProvider: "accounts.google.com" })).toBe("implicit-deny resource-based");
  });
});

describe("NotPrincipal, NotAction, NotResource", () => {
  const denyAllBut = (...names: readonly string[]): string => policy({ Effect: "Deny", NotPrincipal: { AWS: names } });
  const all = { policies: [ALLOW_ALL] };

  test.each([
    ["a user that is named with its account", user(all), denyAllBut(ANN, ROOT), "allowed"],
    ["a user that is named without it", user(all), denyAllBut(ANN), "explicit-deny resource-based"],
    ["another user", user({ ...all, name: "bea" }), denyAllBut(ANN, ROOT), "explicit-deny resource-based"],
    ["the root user, by the account", root(), denyAllBut(ROOT), "allowed"],
    ["a session, role and account named", role(all), denyAllBut("AROAREADER", "AROAREADER:s1", ROOT), "allowed"],
    ["a session whose role alone is named", role(all), denyAllBut("AROAREADER", ROOT), "explicit-deny resource-based"],
    ["nobody", undefined, denyAllBut(ANN, ROOT), "explicit-deny resource-based"],
  ])("%s", (_what, caller, resourcePolicy, outcome) => {
    expect(decided(caller, { resourcePolicy })).toBe(outcome);
  });

  test("they are about everything else", () => {
    const policies = [policy({ NotAction: "s3:Put*", Action: undefined }), policy({ Effect: "Deny", NotResource: "arn:aws:s3:::bucket/*", Resource: undefined })];
    expect(decided(user({ policies }))).toBe("allowed");
    expect(decided(user({ policies }), { action: "s3:PutObject" })).toBe("implicit-deny identity-based");
    expect(decided(user({ policies }), { resource: "arn:aws:s3:::other/key" })).toBe("explicit-deny identity-based");
  });
});

describe("variables and conditions", () => {
  test("a home folder by user name", () => {
    const policies = [policy({ Resource: "arn:aws:s3:::bucket/${aws:username}/*" })];
    expect(decided(user({ policies }), { resource: "arn:aws:s3:::bucket/ann/x" })).toBe("allowed");
    expect(decided(user({ policies }), { resource: "arn:aws:s3:::bucket/bob/x" })).toBe("implicit-deny identity-based");
    expect(decided(role({ policies }), { resource: "arn:aws:s3:::bucket/ann/x" })).toBe("implicit-deny identity-based");
  });

  test("conditions of one statement are ANDed, and names of Object's own are no keys", () => {
    const Condition = { Bool: { "aws:SecureTransport": "true" }, StringEquals: { "s3:prefix": "a/" } };
    const policies = [policy({ Condition })];
    expect(decided(user({ policies }), { conditions: { "s3:prefix": ["a/"] } })).toBe("allowed");
    expect(decided(user({ policies }), { conditions: { "s3:prefix": ["b/"] } })).toBe("implicit-deny identity-based");
    expect(decided(user({ policies: [policy({ Condition: { Null: { constructor: "true", __proto__x: "true" } } })] }))).toBe("allowed");
  });

  test("an operator that does not exist never holds", () => {
    expect(decided(user({ policies: [policy({ Condition: { StringIs: { "aws:username": "ann" } } })] }))).toBe("implicit-deny identity-based");
  });
});
