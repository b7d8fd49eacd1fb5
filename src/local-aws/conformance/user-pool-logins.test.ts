import { CognitoIdentityClient, GetCredentialsForIdentityCommand, GetIdCommand } from "@aws-sdk/client-cognito-identity";
import { InitiateAuthCommand } from "@aws-sdk/client-cognito-identity-provider";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { beforeAll, expect, test } from "vitest";
import { createSdkTransport } from "#local-aws/adapters/sdk-transport.ts";
import { saveIdentityPool } from "#local-aws/cognito-identity/identity-pool-rows.ts";
import { demoIdentityPool, demoKeys } from "#local-aws/seed.ts";
import { CLIENT_ID, ENDPOINT, passwordOf, POOL_ID, startCognitoWorld, there, type CognitoWorld } from "./cognito-world.ts";
import { refusal } from "./refusal.ts";

const PROVIDER = `cognito-idp.us-east-1.amazonaws.com/${POOL_ID}`;
const IdentityPoolId = demoIdentityPool.identityPoolId;
const ROLE = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;

let world: CognitoWorld;
let pools: CognitoIdentityClient;
beforeAll(async () => {
  world = await startCognitoWorld();
  const credentials = { accessKeyId: "none", secretAccessKey: "none" };
  pools = new CognitoIdentityClient({ region: "us-east-1", endpoint: ENDPOINT, credentials, requestHandler: createSdkTransport(world), maxAttempts: 1 });
});

async function tokensOf(username: string) {
  const AuthParameters = { USERNAME: username, PASSWORD: passwordOf(username) };
  const { AuthenticationResult } = await world.cognito().send(new InitiateAuthCommand({ AuthFlow: "USER_PASSWORD_AUTH", ClientId: CLIENT_ID, AuthParameters }));
  return { id: there(AuthenticationResult?.IdToken), access: there(AuthenticationResult?.AccessToken) };
}

/** The whole way of a person: user pool, identity pool, credentials. */
async function credentialsOf(username: string, CustomRoleArn?: string) {
  const Logins = { [PROVIDER]: (await tokensOf(username)).id };
  const { IdentityId } = await pools.send(new GetIdCommand({ IdentityPoolId, Logins }));
  const { Credentials } = await pools.send(new GetCredentialsForIdentityCommand({ IdentityId, Logins, CustomRoleArn }));
  const keys = { accessKeyId: there(Credentials?.AccessKeyId), secretAccessKey: there(Credentials?.SecretKey), sessionToken: there(Credentials?.SessionToken) };
  return { IdentityId, keys };
}

test.each([
  ["uploader", "keyseal-uploader"],
  ["key-administrator", "keyseal-key-administrator"],
  ["auditor", "keyseal-auditor"],
])("aws-facts 4.2 rows 4, 6 and 8: %s gets the role of the group, as Cognito's session, and no scope-down", async (username, role) => {
  const { keys } = await credentialsOf(username);
  const { Arn } = await world.sts(keys).send(new GetCallerIdentityCommand({}));
  expect(Arn).toBe(`arn:aws:sts::111122223333:assumed-role/${role}/CognitoIdentityCredentials`);
});

test("the same login is the same identity, and works under the role's rights only", async () => {
  const [first, second] = [await credentialsOf("uploader"), await credentialsOf("uploader")];
  expect(second.IdentityId).toBe(first.IdentityId);
  expect((await credentialsOf("auditor")).IdentityId).not.toBe(first.IdentityId);
  const object = { Bucket: "keyseal-plain", Key: "by-cognito" };
  await world.s3(first.keys).send(new PutObjectCommand({ ...object, Body: "x", ServerSideEncryption: "aws:kms", SSEKMSKeyId: demoKeys.hr.arn }));
  const { keys } = await credentialsOf("auditor");
  expect(await (await world.s3(keys).send(new GetObjectCommand(object))).Body?.transformToString()).toBe("x");
  expect((await refusal(world.s3(keys).send(new PutObjectCommand({ ...object, Body: "y" })))).status).toBe(403);
});

test("a role may be chosen among those that the token offers, and no other", async () => {
  expect((await refusal(credentialsOf("uploader", ROLE("keyseal-key-administrator")))).name).toBe("NotAuthorizedException");
  const { keys } = await credentialsOf("uploader", ROLE("keyseal-uploader"));
  expect((await world.sts(keys).send(new GetCallerIdentityCommand({}))).Arn).toContain("/keyseal-uploader/");
});

test("a token without group: the authenticated role, or nobody where the pool denies what is ambiguous", async () => {
  await world.changeUser("auditor", { groups: [] });
  const { keys } = await credentialsOf("auditor");
  expect((await world.sts(keys).send(new GetCallerIdentityCommand({}))).Arn).toContain("/keyseal-uploader/");
  const providers = demoIdentityPool.providers.map((provider) => ({ ...provider, ambiguousRoleResolution: "Deny" as const }));
  await world.services.metadata.transact((transaction) => saveIdentityPool(transaction, { ...demoIdentityPool, providers }));
  expect((await refusal(credentialsOf("auditor"))).name).toBe("NotAuthorizedException");
});

test("aws-facts 4.2 row 12: an identity that has logins is given to nobody without one of them", async () => {
  const { IdentityId } = await credentialsOf("uploader");
  const mismatch = { name: "NotAuthorizedException", message: "Logins don't match. Please include at least one valid login for this identity or identity pool.", status: 400 };
  expect(await refusal(pools.send(new GetCredentialsForIdentityCommand({ IdentityId })))).toEqual(mismatch);
  const other = { [PROVIDER]: (await tokensOf("key-administrator")).id };
  expect(await refusal(pools.send(new GetCredentialsForIdentityCommand({ IdentityId, Logins: other })))).toEqual(mismatch);
});

test("aws-facts 4.2 rows 4, 10 and 11: an access token, a token under another provider's name, one that was changed, and one that is over", async () => {
  const { id, access } = await tokensOf("uploader");
  const ask = (Logins: Record<string, string>) => refusal(pools.send(new GetIdCommand({ IdentityPoolId, Logins })));
  const unverified = { name: "NotAuthorizedException", message: "Invalid login token. Couldn't verify signed token.", status: 400 };
  expect(await ask({ [PROVIDER]: access })).toEqual(unverified);
  expect(await ask({ [PROVIDER]: `${id.slice(0, -8)}AAAAAAAA` })).toEqual(unverified);
  expect(await ask({ "cognito-idp.us-east-1.amazonaws.com/us-east-1_Other0000": id })).toMatchObject({ message: "Invalid login token. Issuer doesn't match providerName" });
  const now = Math.floor(world.services.clock.now() / 1000);
  world.advance(3_600_000);
  expect(await ask({ [PROVIDER]: id })).toMatchObject({ message: `Invalid login token. Token expired: ${now + 3600} >= ${now + 3600}` });
});
