import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { createSdkTransport } from "#local-aws/adapters/sdk-transport.ts";
import { findAppClient, findPoolUser, findUserPool, saveAppClient, savePoolUser, saveUserPool, type AppClient, type PoolUser, type UserPool } from "#local-aws/cognito-idp/rows.ts";
import { demoPoolUsers, demoPrincipals, demoUserPool } from "#local-aws/seed.ts";
import { seedUserPool } from "#local-aws/seed/seed-user-pool.ts";
import { accessKeyOf, userOf } from "#local-aws/seed/demo-principals.ts";
import { saveAccessKey, savePrincipal } from "#local-aws/iam/principals.ts";
import { signingKey } from "#local-aws/cognito-idp/signing-keys.ts";
import { createLocalAws } from "#local-aws/handler.ts";
import type { Services } from "#local-aws/services.ts";
import { createMemoryServices } from "./memory-services.ts";
import { CONSOLE_ORIGIN, startWorld, type World } from "./world.ts";

/** The plain endpoint that these tests talk to. */
export const ENDPOINT = "http://localhost:4566";
/** Names of the demo pool, for the tests. */
export const { id: POOL_ID, clientId: CLIENT_ID } = demoUserPool;

/** Where the clock of these worlds starts. */
const START = Date.UTC(2026, 2, 4, 5, 6, 7);

/** What the tests of user pools do to a world. */
interface UserPoolTools {
  /** AWS's SDK client; its sign-in calls are unsigned, its admin calls are signed as that demo principal. */
  cognito(who?: string): CognitoIdentityProviderClient;
  /** `fetch` into this world, with the URL's host. Redirects are given back, not followed. */
  readonly request: (url: string, init?: RequestInit) => Promise<Response>;
  changePool(change: Partial<UserPool>): Promise<void>;
  changeClient(change: Partial<AppClient>): Promise<void>;
  changeUser(username: string, change: Partial<PoolUser>): Promise<void>;
  user(username: string): PoolUser;
}

/** A stand-in with no more in it than the demo principals and the demo user pool: quick to start. */
export type UserPoolWorld = Pick<World, "services" | "fetch" | "advance"> & UserPoolTools;
/** The whole demo world. */
export type CognitoWorld = World & UserPoolTools;

/** Starts the whole demo world. */
export async function startCognitoWorld(): Promise<CognitoWorld> {
  const world = await startWorld();
  return { ...world, ...userPoolTools(world) };
}

/** Starts a world for the tests of user pools alone. */
export async function startUserPoolWorld(): Promise<UserPoolWorld> {
  const { services, advance } = await createMemoryServices(START);
  const { metadata } = services;
  await metadata.transact((transaction) => {
    for (const demo of demoPrincipals) {
      savePrincipal(transaction, userOf(demo));
      saveAccessKey(transaction, accessKeyOf(demo));
    }
  });
  await seedUserPool(services, [CONSOLE_ORIGIN]);
  await shareSigningKeys(services);
  const localAws = createLocalAws(services);
  const world: Pick<World, "services" | "fetch" | "advance"> = { services, advance, fetch: (request, info) => localAws.fetch(request, info) };
  return { ...world, ...userPoolTools(world) };
}

function userPoolTools({ services, fetch }: Pick<World, "services" | "fetch">): UserPoolTools {
  const { metadata } = services;
  return {
    cognito: (who = "admin") => {
      const credentials = demoPrincipals.find((principal) => principal.name === who);
      if (credentials === undefined) throw new Error(`The demo world has no principal ${who}`);
      const systemClockOffset = services.clock.now() - Date.now();
      return new CognitoIdentityProviderClient({
        region: demoUserPool.region,
        endpoint: ENDPOINT,
        credentials,
        requestHandler: createSdkTransport({ fetch }),
        maxAttempts: 1,
        systemClockOffset,
      });
    },
    request: (url, init) => fetch(new Request(url, init)),
    changePool: (change) => metadata.transact((transaction) => saveUserPool(transaction, { ...there(findUserPool(transaction, POOL_ID)), ...change })),
    changeClient: (change) => metadata.transact((transaction) => saveAppClient(transaction, { ...there(findAppClient(transaction, CLIENT_ID)), ...change })),
    changeUser: (username, change) => metadata.transact((transaction) => savePoolUser(transaction, { ...there(findPoolUser(transaction, POOL_ID, username)), ...change })),
    user: (username) => there(findPoolUser(metadata, POOL_ID, username)),
  };
}

/** Key pairs take long to make, so the worlds of a test file share theirs. */
const sharedKeys = new Map<string, unknown>();
async function shareSigningKeys(services: Services): Promise<void> {
  for (const use of ["id", "access"] as const) {
    const row = ["user-pool-signing-key", POOL_ID, use];
    const shared = sharedKeys.get(use);
    if (shared !== undefined) await services.keyStore.transact((transaction) => transaction.put(row, shared));
    else await signingKey(services, POOL_ID, use).then(() => sharedKeys.set(use, services.keyStore.get(row)));
  }
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
