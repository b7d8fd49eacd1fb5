import { DescribeKeyCommand } from "@aws-sdk/client-kms";
import { GetAccessKeyInfoCommand, GetCallerIdentityCommand, GetSessionTokenCommand } from "@aws-sdk/client-sts";
import { beforeEach, expect, test } from "vitest";
import { demoKeys } from "#local-aws/seed.ts";
import { refusal } from "./refusal.ts";
import { startWorld } from "./world.ts";
import type { World } from "./world.ts";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});

/** Temporary credentials of the admin. */
async function session(DurationSeconds?: number) {
  const { Credentials } = await world.sts().send(new GetSessionTokenCommand({ DurationSeconds }));
  return {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
    expiration: Credentials?.Expiration,
  };
}

test("aws-facts 4.1: GetCallerIdentity names the user", async () => {
  expect(await world.sts("uploader").send(new GetCallerIdentityCommand({}))).toMatchObject({
    UserId: expect.stringMatching(/^AIDA[A-Z0-9]{17}$/),
    Account: "111122223333",
    Arn: "arn:aws:iam::111122223333:user/uploader",
  });
});

test("aws-facts 4.1: GetSessionToken gives credentials that work as their user, here for 12 hours", async () => {
  const credentials = await session();
  expect(credentials.accessKeyId).toMatch(/^ASIA[A-Z0-9]{16}$/);
  expect(credentials.expiration).toEqual(new Date(world.services.clock.now() + 43_200_000));
  expect((await world.sts(credentials).send(new GetCallerIdentityCommand({}))).Arn).toBe("arn:aws:iam::111122223333:user/admin");
  const described = await world.kms(credentials).send(new DescribeKeyCommand({ KeyId: demoKeys.finance.alias }));
  expect(described.KeyMetadata?.Arn).toBe(demoKeys.finance.arn);
});

test("aws-facts 4.1: a session ends at its time", async () => {
  const credentials = await session(900);
  world.advance(899_000);
  await world.sts(credentials).send(new GetCallerIdentityCommand({}));
  world.advance(1_000);
  expect(await refusal(world.sts(credentials).send(new GetCallerIdentityCommand({})))).toEqual({
    name: "ExpiredToken",
    message: "The security token included in the request is expired",
    status: 403,
  });
});

test.each([
  [899, "greater than or equal to 900"],
  [129_601, "less than or equal to 129600"],
])("aws-facts 4.1: a session of %i seconds is refused", async (DurationSeconds, bound) => {
  expect(await refusal(world.sts().send(new GetSessionTokenCommand({ DurationSeconds })))).toEqual({
    name: "ValidationError",
    message: `1 validation error detected: Value '${DurationSeconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value ${bound}`,
    status: 400,
  });
});

test("a session cannot make another one, and nobody has an MFA device", async () => {
  const credentials = await session();
  expect(await refusal(world.sts(credentials).send(new GetSessionTokenCommand({})))).toEqual({
    name: "AccessDenied",
    message: "Cannot call GetSessionToken with session credentials",
    status: 403,
  });
  expect(await refusal(world.sts().send(new GetSessionTokenCommand({ SerialNumber: "arn:aws:iam::111122223333:mfa/a", TokenCode: "123456" })))).toMatchObject({
    name: "AccessDenied",
    status: 403,
  });
});

test("an action that is not here is refused loudly", async () => {
  expect(await refusal(world.sts().send(new GetAccessKeyInfoCommand({ AccessKeyId: "AKIALOCALADMIN000000" })))).toEqual({
    name: "InvalidAction",
    message: "Could not find operation GetAccessKeyInfo for version 2011-06-15",
    status: 400,
  });
});
