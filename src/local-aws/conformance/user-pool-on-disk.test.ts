import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InitiateAuthCommand, RespondToAuthChallengeCommand, CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openLmdbMetadata } from "#local-aws/adapters/lmdb-metadata.ts";
import { createSdkTransport } from "#local-aws/adapters/sdk-transport.ts";
import { createLocalAws } from "#local-aws/handler.ts";
import { demoUserPool } from "#local-aws/seed.ts";
import { seedUserPool } from "#local-aws/seed/seed-user-pool.ts";
import { CLIENT_ID, ENDPOINT, passwordOf, there } from "./cognito-world.ts";
import { createMemoryServices } from "./memory-services.ts";
import { refusal } from "./refusal.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "keyseal-user-pool-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Opens the stores in the folder, as a start of the server does, and closes them again. */
async function onDisk<T>(work: (client: CognitoIdentityProviderClient) => Promise<T>): Promise<T> {
  const [metadata, keyStore] = [await openLmdbMetadata(join(folder, "s3")), await openLmdbMetadata(join(folder, "kms"))];
  const services = { ...(await createMemoryServices(Date.UTC(2026, 2, 4))).services, metadata, keyStore };
  await seedUserPool(services, []);
  const requestHandler = createSdkTransport(createLocalAws(services));
  const credentials = { accessKeyId: "none", secretAccessKey: "none" };
  try {
    return await work(new CognitoIdentityProviderClient({ region: demoUserPool.region, endpoint: ENDPOINT, credentials, requestHandler, maxAttempts: 1 }));
  } finally {
    await Promise.all([metadata.close(), keyStore.close()]);
  }
}

const byPassword = (USERNAME: string, PASSWORD = passwordOf(USERNAME)) =>
  new InitiateAuthCommand({ AuthFlow: "USER_PASSWORD_AUTH", ClientId: CLIENT_ID, AuthParameters: { USERNAME, PASSWORD } });

test("sign-ins, challenges under way, new passwords and refresh tokens outlive the process", async () => {
  const before = await onDisk(async (client) => ({
    signedIn: await client.send(byPassword("uploader")),
    challenge: await client.send(byPassword("newcomer")),
  }));
  const ChallengeResponses = { USERNAME: "newcomer", NEW_PASSWORD: "A-new-password-1" };
  await onDisk((client) => client.send(new RespondToAuthChallengeCommand({ ClientId: CLIENT_ID, ChallengeName: "NEW_PASSWORD_REQUIRED", Session: before.challenge.Session, ChallengeResponses })));
  await onDisk(async (client) => {
    expect((await refusal(client.send(byPassword("newcomer")))).message).toBe("Incorrect username or password.");
    expect((await client.send(byPassword("newcomer", "A-new-password-1"))).AuthenticationResult?.TokenType).toBe("Bearer");
    const AuthParameters = { REFRESH_TOKEN: there(before.signedIn.AuthenticationResult?.RefreshToken) };
    expect((await client.send(new InitiateAuthCommand({ AuthFlow: "REFRESH_TOKEN_AUTH", ClientId: CLIENT_ID, AuthParameters }))).AuthenticationResult?.TokenType).toBe("Bearer");
  });
});
