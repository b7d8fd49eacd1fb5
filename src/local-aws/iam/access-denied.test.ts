import { expect, test } from "vitest";
import { testCaller, testOrigin } from "#local-aws/conformance/test-callers.ts";
import { ACCOUNT_ID } from "#local-aws/world.ts";
import { accessDenied } from "./access-denied.ts";

const OTHER = "444455556666";
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT_ID}:key/1`;
const WHO = `User: arn:aws:iam::${ACCOUNT_ID}:user/someone is not authorized to perform: `;

function refused(action: string, resource: string, denial: [effect: "explicit-deny" | "implicit-deny", policyType: "identity-based" | "resource-based" | "session"], accountId = ACCOUNT_ID) {
  const { status, code, message } = accessDenied(
    { caller: testCaller(), origin: testOrigin(), action, resource, resourceAccountId: accountId, resourcePolicyMode: "in-addition" },
    { allowed: false, effect: denial[0], policyType: denial[1] },
  );
  return [status, code, message];
}

test.each([
  ["s3:GetObject", "arn:aws:s3:::b/k", ["implicit-deny", "identity-based"], [403, "AccessDenied", `${WHO}s3:GetObject on resource: "arn:aws:s3:::b/k" because no identity-based policy allows the s3:GetObject action`]],
  ["s3:GetObject", "arn:aws:s3:::b/k", ["implicit-deny", "session"], [403, "AccessDenied", `${WHO}s3:GetObject on resource: "arn:aws:s3:::b/k" because no session policy allows the s3:GetObject action`]],
  ["s3:GetObject", "arn:aws:s3:::b/k", ["explicit-deny", "resource-based"], [403, "AccessDenied", `${WHO}s3:GetObject on resource: "arn:aws:s3:::b/k" with an explicit deny in a resource-based policy`]],
  ["s3:GetObject", "arn:aws:s3:::b/k", ["explicit-deny", "identity-based"], [403, "AccessDenied", `${WHO}s3:GetObject on resource: "arn:aws:s3:::b/k" with an explicit deny in an identity-based policy`]],
  ["s3:ListAllMyBuckets", "*", ["implicit-deny", "identity-based"], [403, "AccessDenied", `${WHO}s3:ListAllMyBuckets because no identity-based policy allows the s3:ListAllMyBuckets action`]],
  ["kms:ListKeys", "*", ["implicit-deny", "identity-based"], [400, "AccessDeniedException", `${WHO}kms:ListKeys on resource: * because no identity-based policy allows the kms:ListKeys action`]],
  ["kms:Decrypt", KEY, ["implicit-deny", "resource-based"], [400, "AccessDeniedException", `${WHO}kms:Decrypt on resource: ${KEY} because no resource-based policy allows the kms:Decrypt action`]],
  ["sts:AssumeRole", "arn:aws:iam::1:role/r", ["implicit-deny", "resource-based"], [403, "AccessDenied", `${WHO}sts:AssumeRole on resource: arn:aws:iam::1:role/r`]],
] as const)("aws-facts 5.4: %s on %s, %j", (action, resource, denial, expected) => {
  expect(refused(action, resource, [...denial])).toEqual(expected);
});

test("aws-facts 5.4: another account's resources", () => {
  expect(refused("s3:GetObject", "arn:aws:s3:::b/k", ["implicit-deny", "identity-based"], OTHER)).toEqual([403, "AccessDenied", "Access Denied"]);
  expect(refused("kms:Decrypt", KEY, ["explicit-deny", "resource-based"], OTHER)[2]).toBe(
    `${WHO}kms:Decrypt on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
  );
  expect(refused("kms:Decrypt", KEY, ["implicit-deny", "identity-based"], OTHER)[2]).toBe(
    `${WHO}kms:Decrypt on resource: ${KEY} because no identity-based policy allows the kms:Decrypt action`,
  );
});
