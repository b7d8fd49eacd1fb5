import { expect, test } from "vitest";
import { isPublicPolicy } from "./public-policy.ts";

const policyOf = (statement: object): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*", ...statement }] });

test.each([
  ["everybody", {}, true],
  ["everybody, as AWS", { Principal: { AWS: "*" } }, true],
  ["everybody but one", { Principal: undefined, NotPrincipal: { AWS: "111122223333" } }, true],
  ["one account", { Principal: { AWS: "111122223333" } }, false],
  ["a Deny", { Effect: "Deny" }, false],
  ["a fixed account", { Condition: { StringEquals: { "aws:PrincipalAccount": "111122223333" } } }, false],
  ["a pattern of accounts", { Condition: { StringLike: { "aws:PrincipalAccount": "1111*" } } }, true],
  ["a policy variable", { Condition: { StringEquals: { "aws:userid": "${aws:username}" } } }, true],
  ["all accounts but one", { Condition: { StringNotEquals: { "aws:PrincipalAccount": "1" } } }, true],
  ["an account, if there is one", { Condition: { StringEqualsIfExists: { "aws:PrincipalAccount": "1" } } }, true],
  ["an office's addresses", { Condition: { IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"] } } }, false],
  ["every address", { Condition: { IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "0.0.0.0/0"] } } }, true],
  ["half of all addresses", { Condition: { IpAddress: { "aws:SourceIp": "128.0.0.0/1" } } }, true],
  ["TLS alone", { Condition: { Bool: { "aws:SecureTransport": "true" } } }, true],
])("%s: public is %s", (_what, statement, expected) => {
  expect(isPublicPolicy(policyOf(statement))).toBe(expected);
});
