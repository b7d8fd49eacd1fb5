import { expect, test } from "vitest";
import { createMemoryServices } from "#local-aws/conformance/memory-services.ts";
import { findAppClient, findPoolUser, findUserPool, findUserPoolByDomain, groupsOfUser, savePoolGroup, savePoolUser, type PoolUser } from "./rows.ts";

const userPoolId = "us-east-1_A";
const user: PoolUser = {
  userPoolId,
  username: "Ana",
  sub: "sub",
  attributes: {},
  status: "CONFIRMED",
  enabled: true,
  groups: ["last", "b", "first", "a", "gone"],
  createdAt: 0,
  lastModifiedAt: 0,
  softwareTokenMfaEnabled: false,
  softwareTokenMfaPreferred: false,
};

test("a user is found in any letter case, in its own pool", async () => {
  const { metadata } = (await createMemoryServices(0)).services;
  await metadata.transact((transaction) => savePoolUser(transaction, user));
  expect(findPoolUser(metadata, userPoolId, "aNA")).toEqual(user);
  expect(findPoolUser(metadata, "us-east-1_B", "ana")).toBeUndefined();
});

test("groups come by precedence, then by name; those without precedence last, those that are gone not at all", async () => {
  const { metadata } = (await createMemoryServices(0)).services;
  const precedences = { first: 0, b: 5, a: 5, last: undefined };
  await metadata.transact((transaction) => {
    for (const [groupName, precedence] of Object.entries(precedences)) savePoolGroup(transaction, { userPoolId, groupName, ...(precedence !== undefined && { precedence }) });
  });
  expect(groupsOfUser(metadata, user).map((group) => group.groupName)).toEqual(["first", "a", "b", "last"]);
});

test.each(["", "x".repeat(129), "\ud800"])("a name that no row could have is nobody's: %j", async (name) => {
  const { metadata } = (await createMemoryServices(0)).services;
  expect([findUserPool(metadata, name), findUserPoolByDomain(metadata, name), findAppClient(metadata, name), findPoolUser(metadata, userPoolId, name)]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
