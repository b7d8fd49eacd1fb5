import { newPasswordVerifier } from "#local-aws/cognito-idp/passwords.ts";
import { findAppClient, findUserPool, saveAppClient, savePoolGroup, savePoolUser, saveUserPool, type PoolUser, type UserPool } from "#local-aws/cognito-idp/rows.ts";
import type { Services } from "#local-aws/services.ts";
import { demoAppClientRows, demoPoolGroups, demoPoolRow, demoPoolUsers, demoUserPool, type DemoPoolUser } from "./demo-user-pool.ts";

type SeedServices = Pick<Services, "clock" | "random" | "metadata">;

/**
 * Makes the demo user pool where it is not there. One that is there is left alone, whatever was done to it since, except that its
 * app clients follow the console to new origins.
 */
export async function seedUserPool(services: SeedServices, consoleOrigins: readonly string[]): Promise<void> {
  const known = findUserPool(services.metadata, demoUserPool.id);
  if (known !== undefined) return followConsole(services, known, consoleOrigins);
  const pool = demoPoolRow(services.clock.now());
  const users = await Promise.all(demoPoolUsers.map((demo) => userOf(services, pool, demo)));
  await services.metadata.transact((transaction) => {
    saveUserPool(transaction, pool);
    for (const client of demoAppClientRows(pool.createdAt, consoleOrigins)) saveAppClient(transaction, client);
    for (const group of demoPoolGroups) savePoolGroup(transaction, group);
    for (const user of users) savePoolUser(transaction, user);
  });
}

async function followConsole({ metadata }: SeedServices, pool: UserPool, consoleOrigins: readonly string[]): Promise<void> {
  const wanted = demoAppClientRows(pool.createdAt, consoleOrigins);
  const isThere = wanted.every(({ clientId, callbackUrls }) => callbackUrls.every((url) => findAppClient(metadata, clientId)?.callbackUrls.includes(url) ?? true));
  if (isThere) return;
  await metadata.transact((transaction) => {
    for (const { clientId, callbackUrls, logoutUrls } of wanted) {
      const client = findAppClient(transaction, clientId);
      if (client !== undefined) saveAppClient(transaction, { ...client, callbackUrls, logoutUrls });
    }
  });
}

async function userOf(services: SeedServices, pool: UserPool, demo: DemoPoolUser): Promise<PoolUser> {
  const { username, sub, email, groups, softwareTokenSecret } = demo;
  const hasToken = softwareTokenSecret !== undefined;
  return {
    userPoolId: pool.id,
    username,
    sub,
    attributes: { email, email_verified: "true" },
    // No end is set to the temporary password: the demo must work next month too.
    status: demo.mustChangePassword === true ? "FORCE_CHANGE_PASSWORD" : "CONFIRMED",
    enabled: true,
    groups,
    createdAt: pool.createdAt,
    lastModifiedAt: pool.createdAt,
    password: await newPasswordVerifier(services, pool, username, demo.password),
    ...(hasToken && { softwareToken: { secret: softwareTokenSecret } }),
    softwareTokenMfaEnabled: hasToken,
    softwareTokenMfaPreferred: hasToken,
  };
}
