import { newPasswordVerifier } from "#local-aws/cognito-idp/passwords.ts";
import { findAppClient, findUserPool, saveAppClient, savePoolGroup, savePoolUser, saveUserPool, type PoolUser, type UserPool } from "#local-aws/cognito-idp/rows.ts";
import type { Services } from "#local-aws/services.ts";
import { consoleUrls, demoAppClientRows, demoPoolGroups, demoPoolRow, demoPoolUsers, demoUserPool, type DemoPoolUser } from "./demo-user-pool.ts";

type SeedServices = Pick<Services, "clock" | "random" | "metadata">;

/** Makes the demo user pool; of one that is there, which a start that was cut short has left, only the app clients. */
export async function seedUserPool(services: SeedServices, consoleOrigins: readonly string[]): Promise<void> {
  const known = findUserPool(services.metadata, demoUserPool.id);
  const pool = known ?? demoPoolRow(services.clock.now());
  const users = known === undefined ? await Promise.all(demoPoolUsers.map((demo) => userOf(services, pool, demo))) : [];
  await services.metadata.transact((transaction) => {
    saveUserPool(transaction, pool);
    for (const client of demoAppClientRows(pool.createdAt, consoleOrigins)) saveAppClient(transaction, client);
    for (const group of demoPoolGroups) savePoolGroup(transaction, group);
    for (const user of users) savePoolUser(transaction, user);
  });
}

/** Lets the demo pool's app clients lead back to the console where it is now, and no longer to where it was. Other URLs stay. */
export async function appClientsFollowConsole({ metadata }: Pick<SeedServices, "metadata">, before: readonly string[], now: readonly string[]): Promise<void> {
  const follow = (urls: readonly string[]): readonly string[] => [...new Set([...urls.filter((url) => !consoleUrls(before).includes(url)), ...consoleUrls(now)])];
  await metadata.transact((transaction) => {
    for (const { clientId } of demoAppClientRows(0, now)) {
      const client = findAppClient(transaction, clientId);
      if (client !== undefined) saveAppClient(transaction, { ...client, callbackUrls: follow(client.callbackUrls), logoutUrls: follow(client.logoutUrls) });
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
