import { PutObjectCommand } from "@aws-sdk/client-s3";
import { ListKeysCommand } from "@aws-sdk/client-kms";
import {
  CognitoIdentityClient,
  DescribeIdentityPoolCommand,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
  GetOpenIdTokenCommand,
} from "@aws-sdk/client-cognito-identity";
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { beforeEach, describe, expect, test } from "vitest";
import { createSdkTransport } from "#local-aws/adapters/sdk-transport.ts";
import { saveIdentityPool, type IdentityPool } from "#local-aws/cognito-identity/identity-pool-rows.ts";
import { refusal } from "./refusal.ts";
import { policyText } from "./test-callers.ts";
import { startWorld, type World } from "./world.ts";

const ACCOUNT = "111122223333";
const GUEST_POOL = "us-east-1:00000000-0000-4000-8000-000000000001";
const PROVIDER = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Unknown00";

let world: World;
let client: CognitoIdentityClient;
beforeEach(async () => {
  world = await startWorld();
  client = new CognitoIdentityClient({
    region: "us-east-1",
    endpoint: "http://localhost:4566",
    credentials: { accessKeyId: "none", secretAccessKey: "none" },
    requestHandler: createSdkTransport(world),
    maxAttempts: 1,
    systemClockOffset: world.services.clock.now() - Date.now(),
  });
  const trust = (method: string): string =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: "cognito-identity.amazonaws.com" },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: { "cognito-identity.amazonaws.com:aud": GUEST_POOL },
            "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": method },
          },
        },
      ],
    });
  await world.addRole("guest", { trustPolicy: trust("unauthenticated"), policies: [policyText({ Effect: "Allow", Action: "*", Resource: "*" })] });
  await world.addRole("member", { trustPolicy: trust("authenticated") });
  await putPool({});
});

function putPool(change: Partial<IdentityPool>): Promise<void> {
  return world.services.metadata.transact((transaction) =>
    saveIdentityPool(transaction, {
      identityPoolId: GUEST_POOL,
      identityPoolName: "guests",
      accountId: ACCOUNT,
      allowUnauthenticatedIdentities: true,
      allowClassicFlow: true,
      providers: [],
      unauthenticatedRoleArn: `arn:aws:iam::${ACCOUNT}:role/guest`,
      ...change,
    }),
  );
}

async function guestCredentials() {
  const { IdentityId } = await client.send(new GetIdCommand({ IdentityPoolId: GUEST_POOL }));
  const { Credentials } = await client.send(new GetCredentialsForIdentityCommand({ IdentityId }));
  return {
    IdentityId,
    Expiration: Credentials?.Expiration,
    keys: {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    },
  };
}

describe("the enhanced flow", () => {
  test("aws-facts 4.2 rows 1, 2, 5 and 6: an identity of its own, credentials of an hour under Cognito's session name", async () => {
    const first = await guestCredentials();
    expect(first.IdentityId).toMatch(/^us-east-1:[0-9a-f-]{36}$/);
    expect(first.Expiration).toEqual(new Date(world.services.clock.now() + 3_600_000));
    expect((await guestCredentials()).IdentityId).not.toBe(first.IdentityId);
    const identity = await world.sts(first.keys).send(new GetCallerIdentityCommand({}));
    expect(identity.Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/guest/CognitoIdentityCredentials`);
  });

  test("aws-facts 4.2 row 7: a guest cannot list keys, whatever the role says", async () => {
    const { keys } = await guestCredentials();
    expect(await refusal(world.kms(keys).send(new ListKeysCommand({})))).toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining("because no session policy allows the kms:ListKeys action"),
    });
    const put = { Bucket: "keyseal-plain", Key: "k", Body: "x", ServerSideEncryption: "aws:kms" } as const;
    expect((await world.s3(keys).send(new PutObjectCommand(put))).ServerSideEncryption).toBe("aws:kms");
  });

  test("aws-facts 4.2 row 9: a pool that lets no guests in", async () => {
    await putPool({ allowUnauthenticatedIdentities: false });
    expect(await refusal(client.send(new GetIdCommand({ IdentityPoolId: GUEST_POOL })))).toEqual({
      name: "NotAuthorizedException",
      message: "Unauthenticated access is not supported for this identity pool.",
      status: 400,
    });
  });

  test("aws-facts 4.2 row 11: logins that are none", async () => {
    const ask = (Logins: Record<string, string>) => refusal(client.send(new GetIdCommand({ IdentityPoolId: GUEST_POOL, Logins })));
    const foreign = `${btoa("{}")}.${btoa('{"iss":"https://issuer.example"}')}.c2ln`.replaceAll("=", "");
    expect(await ask({ [PROVIDER]: foreign })).toMatchObject({ name: "NotAuthorizedException", message: "Invalid login token. Issuer doesn't match providerName" });
    expect(await ask({ [PROVIDER]: "no token" })).toMatchObject({ message: "Invalid login token. Not a valid OpenId Connect identity token." });
  });

  test("aws-facts 4.2 row 13: unknown pool and identity, a pool without role, a role that does not trust the pool", async () => {
    const unknown = "us-east-1:00000000-0000-4000-8000-00000000dead";
    expect(await refusal(client.send(new GetIdCommand({ IdentityPoolId: unknown })))).toMatchObject({ name: "ResourceNotFoundException", status: 400 });
    expect(await refusal(client.send(new GetCredentialsForIdentityCommand({ IdentityId: unknown })))).toMatchObject({ name: "ResourceNotFoundException" });
    expect(await refusal(client.send(new GetIdCommand({ IdentityPoolId: "nonsense" })))).toMatchObject({ name: "ValidationException" });
    const { IdentityId } = await client.send(new GetIdCommand({ IdentityPoolId: GUEST_POOL }));
    for (const unauthenticatedRoleArn of [undefined, `arn:aws:iam::${ACCOUNT}:role/member`, `arn:aws:iam::${ACCOUNT}:role/missing`]) {
      await putPool({ unauthenticatedRoleArn });
      expect(await refusal(client.send(new GetCredentialsForIdentityCommand({ IdentityId })))).toEqual({
        name: "InvalidIdentityPoolConfigurationException",
        message: "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
        status: 400,
      });
    }
  });
});

describe("the classic flow", () => {
  test("aws-facts 4.2 row 3: a token of ten minutes, which STS takes for a role that trusts the pool", async () => {
    const { IdentityId } = await client.send(new GetIdCommand({ IdentityPoolId: GUEST_POOL }));
    const { Token } = await client.send(new GetOpenIdTokenCommand({ IdentityId }));
    const assume = (role: string, WebIdentityToken = Token) =>
      world.sts().send(new AssumeRoleWithWebIdentityCommand({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`, RoleSessionName: "app", WebIdentityToken }));
    expect(await assume("guest")).toMatchObject({
      SubjectFromWebIdentityToken: IdentityId,
      Audience: GUEST_POOL,
      Provider: "cognito-identity.amazonaws.com",
      AssumedRoleUser: { Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/guest/app` },
    });
    expect(await refusal(assume("member"))).toEqual({ name: "AccessDenied", message: "Not authorized to perform sts:AssumeRoleWithWebIdentity", status: 403 });
    expect(await refusal(assume("guest", `${Token?.slice(0, -8)}AAAAAAAA`))).toMatchObject({ name: "InvalidIdentityTokenException", status: 400 });
    world.advance(600_000);
    expect(await refusal(assume("guest"))).toMatchObject({ name: "ExpiredTokenException", status: 400 });
  });

  test("a pool without the classic flow gives no tokens", async () => {
    const { IdentityId } = await client.send(new GetIdCommand({ IdentityPoolId: GUEST_POOL }));
    await putPool({ allowClassicFlow: false });
    expect(await refusal(client.send(new GetOpenIdTokenCommand({ IdentityId })))).toMatchObject({ name: "InvalidParameterException" });
  });
});

test("what administers a pool is signed", async () => {
  expect(await refusal(client.send(new DescribeIdentityPoolCommand({ IdentityPoolId: GUEST_POOL })))).toMatchObject({ name: "UnrecognizedClientException" });
});
