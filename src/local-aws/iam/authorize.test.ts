import { expect, test } from "vitest";
import { policyText, type TestStatement, testCaller, testOrigin } from "#local-aws/conformance/test-callers.ts";
import { ACCOUNT_ID, type Caller } from "#local-aws/world.ts";
import { type AccessRequest, authorize, isAuthorized } from "./authorize.ts";

const callerWith = (...statements: readonly TestStatement[]): Caller => testCaller({ policies: [policyText(...statements)] });
const allow = (Action: readonly string[], Resource: readonly string[] = ["*"]): TestStatement => ({ Effect: "Allow", Action, Resource });
const deny = (Action: readonly string[], Resource: readonly string[] = ["*"]): TestStatement => ({ Effect: "Deny", Action, Resource });
const asked = (caller: Caller | undefined, action: string, resource: string): AccessRequest => ({
  caller,
  origin: testOrigin(),
  action,
  resource,
  resourceAccountId: ACCOUNT_ID,
  resourcePolicyMode: "in-addition",
});

test.each([
  ["s3:*", "*", "s3:PutObject", "arn:aws:s3:::b/k", true],
  ["S3:put*", "arn:aws:s3:::b/*", "s3:PutObject", "arn:aws:s3:::b/a/b\nc", true],
  ["s3:Get?bject", "arn:aws:s3:::b/?", "s3:GetObject", "arn:aws:s3:::b/é", true],
  ["s3:GetObject", "arn:aws:s3:::b/*", "s3:GetObject", "arn:aws:s3:::b", false],
  ["s3:GetObject", "arn:aws:s3:::B/*", "s3:GetObject", "arn:aws:s3:::b/k", false],
  ["s3:GetObject", "arn:aws:s3:::b/a.c", "s3:GetObject", "arn:aws:s3:::b/abc", false],
  ["s3:Get", "*", "s3:GetObject", "arn:aws:s3:::b/k", false],
])("%s on %s decides %s on %s: %s", (action, resource, wanted, on, allowed) => {
  expect(isAuthorized(asked(callerWith(allow([action], [resource])), wanted, on))).toBe(allowed);
});

test("aws-facts 5.4: nothing allows it, S3 quotes the resource", () => {
  expect(() => authorize(asked(callerWith(), "s3:PutObject", "arn:aws:s3:::bucket/key"))).toThrow(
    expect.objectContaining({
      status: 403,
      code: "AccessDenied",
      message:
        'User: arn:aws:iam::111122223333:user/someone is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::bucket/key" because no identity-based policy allows the s3:PutObject action',
    }),
  );
});

test("aws-facts 5.4, 3.1: KMS does not quote it and answers 400", () => {
  const key = "arn:aws:kms:us-east-1:111122223333:key/1234";
  expect(() => authorize(asked(callerWith(allow(["s3:*"])), "kms:GenerateDataKey", key))).toThrow(
    expect.objectContaining({
      status: 400,
      code: "AccessDeniedException",
      message: `User: arn:aws:iam::111122223333:user/someone is not authorized to perform: kms:GenerateDataKey on resource: ${key} because no identity-based policy allows the kms:GenerateDataKey action`,
    }),
  );
});

test("aws-facts 5.4: an explicit deny beats an allow and says so", () => {
  const caller = callerWith(allow(["*"]), deny(["s3:DeleteObject"]));
  expect(() => authorize(asked(caller, "s3:GetObject", "arn:aws:s3:::b/k"))).not.toThrow();
  expect(() => authorize(asked(caller, "s3:DeleteObject", "arn:aws:s3:::b/k"))).toThrow(/on resource: "arn:aws:s3:::b\/k" with an explicit deny in an identity-based policy$/);
});

test("aws-facts 5.4: an anonymous caller is told no more than Access Denied", () => {
  expect(() => authorize(asked(undefined, "s3:GetObject", "arn:aws:s3:::b/k"))).toThrow(
    expect.objectContaining({ status: 403, code: "AccessDenied", message: "Access Denied" }),
  );
  expect(isAuthorized(asked(undefined, "s3:GetObject", "*"))).toBe(false);
});
