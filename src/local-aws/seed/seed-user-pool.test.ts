import { expect, test } from "vitest";
import { findAppClient, findPoolUser, saveAppClient, savePoolUser, type AppClient } from "#local-aws/cognito-idp/rows.ts";
import { createMemoryServices } from "#local-aws/conformance/memory-services.ts";
import { demoUserPool } from "./demo-user-pool.ts";
import { appClientsFollowConsole, seedUserPool } from "./seed-user-pool.ts";

test("app clients follow the console, and keep what somebody added", async () => {
  const { services } = await createMemoryServices(0);
  const { metadata } = services;
  await seedUserPool(services, ["http://localhost:1"]);
  const client = (): AppClient => {
    const found = findAppClient(metadata, demoUserPool.clientId);
    if (found === undefined) throw new Error("The demo pool has no client");
    return found;
  };
  expect(client().callbackUrls).toEqual(["http://localhost:1/", "http://localhost:1/sign-in", "http://localhost:1/callback"]);
  await metadata.transact((transaction) => saveAppClient(transaction, { ...client(), callbackUrls: [...client().callbackUrls, "https://mine.example/"] }));
  await appClientsFollowConsole(services, ["http://localhost:1"], ["http://localhost:2"]);
  expect(client().callbackUrls).toEqual(["https://mine.example/", "http://localhost:2/", "http://localhost:2/sign-in", "http://localhost:2/callback"]);
  expect(client().logoutUrls).toEqual(["http://localhost:2/", "http://localhost:2/sign-in", "http://localhost:2/callback"]);
});

test("a seed that is made again leaves the users as they are", async () => {
  const { services } = await createMemoryServices(0);
  await seedUserPool(services, []);
  const user = findPoolUser(services.metadata, demoUserPool.id, "auditor");
  if (user === undefined) throw new Error("The demo pool has no auditor");
  await services.metadata.transact((transaction) => savePoolUser(transaction, { ...user, enabled: false }));
  await seedUserPool(services, []);
  expect(findPoolUser(services.metadata, demoUserPool.id, "auditor")).toEqual({ ...user, enabled: false });
});
