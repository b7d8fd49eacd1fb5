import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { createSdkTransport } from "#local-aws/adapters/sdk-transport.ts";
import { findAppClient, findPoolUser, findUserPool, saveAppClient, savePoolUser, saveUserPool, type AppClient, type PoolUser, type UserPool } from "#local-aws/cognito-idp/rows.ts";
import { demoPoolUsers, demoPrincipals, demoUserPool } from "#local-aws/seed.ts";
import { startWorld, type World } from "./world.ts";

/** The plain endpoint that these tests talk to. */
export const ENDPOINT = "http://localhost:4566";
/** Names of the demo pool, for the tests. */
export const { id: POOL_ID, clientId: CLIENT_ID } = demoUserPool;

/** A world and what the tests of user pools do to it. */
export interface CognitoWorld extends World {
  /** AWS's SDK client; its sign-in calls are unsigned, its admin calls are signed as that demo principal. */
  cognito(who?: string): CognitoIdentityProviderClient;
  /** `fetch` into this world, with the URL's host. Redirects are given back, not followed. */
  readonly request: (url: string, init?: RequestInit) => Promise<Response>;
  changePool(change: Partial<UserPool>): Promise<void>;
  changeClient(change: Partial<AppClient>): Promise<void>;
  changeUser(username: string, change: Partial<PoolUser>): Promise<void>;
  user(username: string): PoolUser;
}

/** Starts a world for the tests of user pools. */
export async function startCognitoWorld(): Promise<CognitoWorld> {
  const world = await startWorld();
  const { metadata } = world.services;
  return {
    ...world,
    cognito: (who = "admin") => {
      const credentials = demoPrincipals.find((principal) => principal.name === who);
      if (credentials === undefined) throw new Error(`The demo world has no principal ${who}`);
      const systemClockOffset = world.services.clock.now() - Date.now();
      return new CognitoIdentityProviderClient({
        region: demoUserPool.region,
        endpoint: ENDPOINT,
        credentials,
        requestHandler: createSdkTransport(world),
        maxAttempts: 1,
        systemClockOffset,
      });
    },
    request: (url, init) => world.fetch(new Request(url, init)),
    changePool: (change) => metadata.transact((transaction) => saveUserPool(transaction, { ...there(findUserPool(transaction, POOL_ID)), ...change })),
    changeClient: (change) => metadata.transact((transaction) => saveAppClient(transaction, { ...there(findAppClient(transaction, CLIENT_ID)), ...change })),
    changeUser: (username, change) => metadata.transact((transaction) => savePoolUser(transaction, { ...there(findPoolUser(transaction, POOL_ID, username)), ...change })),
    user: (username) => there(findPoolUser(metadata, POOL_ID, username)),
  };
}

/** The demo password of a user. */
export function passwordOf(username: string): string {
  return there(demoPoolUsers.find((user) => user.username === username)).password;
}

/** A value that must be there. */
export function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("It is not there");
  return value;
}
