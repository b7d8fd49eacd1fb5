import { HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
  type Credentials,
} from "@aws-sdk/client-sts";
import { beforeAll, describe, expect, test } from "vitest";
import { refusal, refusalWithMembers } from "./refusal.ts";
import { policyText } from "./test-callers.ts";
import { startWorld, type World } from "./world.ts";

const ACCOUNT = "111122223333";
const OTHER_ACCOUNT = "444455556666";
const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/reader`;
const trusts = (principal: string, extra: object = {}): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: principal }, Action: ["sts:AssumeRole", "sts:TagSession"], ...extra }],
  });
const READ = policyText({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" });

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.s3().send(new PutObjectCommand({ Bucket: "keyseal-plain", Key: "k", Body: "x" }));
  await world.addRole("reader", { trustPolicy: trusts(`arn:aws:iam::${ACCOUNT}:root`), policies: [READ] });
});

const assume = (input: Partial<AssumeRoleCommandInput> = {}, who?: Parameters<World["sts"]>[0]) =>
  world.sts(who).send(new AssumeRoleCommand({ RoleArn: ROLE_ARN, RoleSessionName: "session-1", ...input }));
const keysOf = (credentials: Credentials | undefined) => ({
  accessKeyId: credentials?.AccessKeyId ?? "",
  secretAccessKey: credentials?.SecretAccessKey ?? "",
  sessionToken: credentials?.SessionToken ?? "",
});

describe("AssumeRole", () => {
  test("aws-facts 4.1 rows 3 and 5: a session of an hour under its own name; PackedPolicySize only where something was packed", async () => {
    const { Credentials, AssumedRoleUser, PackedPolicySize } = await assume();
    expect(Credentials?.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(Credentials?.Expiration).toEqual(new Date(world.services.clock.now() + 3_600_000));
    const Arn = `arn:aws:sts::${ACCOUNT}:assumed-role/reader/session-1`;
    expect([AssumedRoleUser, PackedPolicySize]).toEqual([{ Arn, AssumedRoleId: "AROAREADER:session-1" }, undefined]);
    const identity = await world.sts(keysOf(Credentials)).send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({ Arn, UserId: "AROAREADER:session-1", Account: ACCOUNT });
    expect((await assume({ Policy: READ })).PackedPolicySize).toBeGreaterThan(0);
  });

  test("aws-facts 4.1 row 4: the session's ARN drops the role's path, which is part of the role's", async () => {
    const arn = `arn:aws:iam::${ACCOUNT}:role/team/red/painter`;
    await world.addRole("painter", { arn, trustPolicy: trusts("*") });
    const { AssumedRoleUser } = await assume({ RoleArn: arn });
    expect(AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/painter/session-1`);
    expect((await refusal(assume({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/painter` }))).name).toBe("AccessDenied");
  });

  test("its rights are the role's, not the caller's; a session policy narrows them and never widens", async () => {
    const head = new HeadObjectCommand({ Bucket: "keyseal-plain", Key: "k" });
    const put = new PutObjectCommand({ Bucket: "keyseal-plain", Key: "new", Body: "x" });
    const reader = world.s3(keysOf((await assume()).Credentials));
    expect((await reader.send(head)).ContentLength).toBe(1);
    expect((await refusal(reader.send(put))).message).toBe(
      `User: arn:aws:sts::${ACCOUNT}:assumed-role/reader/session-1 is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::keyseal-plain/new" because no identity-based policy allows the s3:PutObject action`,
    );
    const Policy = policyText({ Effect: "Allow", Action: "s3:PutObject", Resource: "*" });
    const narrowed = world.s3(keysOf((await assume({ Policy })).Credentials));
    expect((await refusal(narrowed.send(head))).status).toBe(403);
    expect((await refusal(narrowed.send(put))).status).toBe(403);
  });

  test.each([
    [{ RoleSessionName: "Session1:2" }, "1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*"],
    [{ RoleSessionName: "x" }, "1 validation error detected: Value 'x' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2"],
    [{ RoleArn: "nothing-valid-in-here" }, "nothing-valid-in-here is invalid"],
    [{ DurationSeconds: 899 }, "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900"],
    [{ DurationSeconds: 43_201 }, "1 validation error detected: Value '43201' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200"],
    [{ DurationSeconds: 7200 }, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."],
  ])("aws-facts 4.1 rows 6 to 8: %j is a ValidationError", async (input, message) => {
    expect(await refusalWithMembers(assume(input))).toEqual({ Type: "Sender", name: "ValidationError", message, status: 400 });
  });

  test("aws-facts 4.1 row 9: tags", async () => {
    const invalid = (message: string) => ({ name: "InvalidParameterValue", message, status: 400 });
    const Tags = [{ Key: "Team", Value: "red" }];
    expect(await refusal(assume({ Tags, TransitiveTagKeys: ["other"] }))).toEqual(invalid("The specified transitive tag key must be included in the requested tags."));
    expect(await refusal(assume({ Tags: [...Tags, { Key: "team", Value: "blue" }] }))).toEqual(
      invalid("Duplicate tag keys found. Please note that Tag keys are case insensitive."),
    );
    const first = await assume({ Tags, TransitiveTagKeys: ["Team"] });
    await world.addRole("next", { trustPolicy: trusts(`arn:aws:iam::${ACCOUNT}:role/reader`) });
    const next = (input: Partial<AssumeRoleCommandInput>) => assume({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/next`, ...input }, keysOf(first.Credentials));
    expect(await refusal(next({ Tags: [{ Key: "TEAM", Value: "blue" }] }))).toEqual(
      invalid("One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session."),
    );
    expect((await next({})).AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/next/session-1`);
  });

  test("aws-facts 4.1 row 6: a chained session lasts an hour at most", async () => {
    await world.addRole("long", { trustPolicy: trusts("*"), maxSessionDuration: 43_200 });
    const RoleArn = `arn:aws:iam::${ACCOUNT}:role/long`;
    const first = await assume({ RoleArn, DurationSeconds: 43_200 });
    expect((await refusal(assume({ RoleArn, DurationSeconds: 3601 }, keysOf(first.Credentials)))).name).toBe("ValidationError");
    expect((await assume({ RoleArn, DurationSeconds: 3600 }, keysOf(first.Credentials))).Credentials).toBeDefined();
  });

  test("aws-facts 4.1 row 10: a role that does not trust the caller, or is not there, in the same words", async () => {
    await world.addRole("closed", { trustPolicy: trusts(`arn:aws:iam::${OTHER_ACCOUNT}:root`) });
    for (const role of ["closed", "missing"]) {
      const RoleArn = `arn:aws:iam::${ACCOUNT}:role/${role}`;
      expect(await refusal(assume({ RoleArn }))).toEqual({
        name: "AccessDenied",
        message: `User: arn:aws:iam::${ACCOUNT}:user/admin is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
        status: 403,
      });
    }
  });

  test("another account's user needs both sides; an external id is a condition of trust", async () => {
    const RoleArn = `arn:aws:iam::${ACCOUNT}:role/partner`;
    await world.addRole("partner", { trustPolicy: trusts(`arn:aws:iam::${OTHER_ACCOUNT}:root`, { Condition: { StringEquals: { "sts:ExternalId": "42" } } }) });
    const without = await world.addUser("without", { accountId: OTHER_ACCOUNT });
    const withPolicy = await world.addUser("with", { accountId: OTHER_ACCOUNT, policies: [policyText({ Effect: "Allow", Action: "sts:AssumeRole", Resource: RoleArn })] });
    expect((await refusal(assume({ RoleArn, ExternalId: "42" }, without))).name).toBe("AccessDenied");
    expect((await refusal(assume({ RoleArn }, withPolicy))).name).toBe("AccessDenied");
    expect((await assume({ RoleArn, ExternalId: "42" }, withPolicy)).AssumedRoleUser?.Arn).toContain(":assumed-role/partner/");
  });

  test("an account's root user may not assume roles; a session ends at its time, and says so in each service's words", async () => {
    const root = await world.addUser("root");
    expect(await refusal(assume({}, root))).toMatchObject({ name: "AccessDenied", message: "Roles may not be assumed by root accounts." });
    const own = await startWorld();
    await own.addRole("reader", { trustPolicy: trusts("*"), policies: [READ] });
    const { Credentials } = await own.sts().send(new AssumeRoleCommand({ RoleArn: ROLE_ARN, RoleSessionName: "short", DurationSeconds: 900 }));
    own.advance(900_000);
    const expired = keysOf(Credentials);
    expect(await refusal(own.sts(expired).send(new GetCallerIdentityCommand({})))).toMatchObject({ name: "ExpiredToken", status: 403 });
    expect(await refusal(own.s3(expired).send(new PutObjectCommand({ Bucket: "keyseal-plain", Key: "k", Body: "x" })))).toMatchObject({
      name: "ExpiredToken",
      message: "The provided token has expired.",
      status: 400,
    });
  });
});

describe("GetFederationToken", () => {
  test("aws-facts 4.1 rows 3 and 11: another name, an empty PackedPolicySize, and no rights without a policy", async () => {
    const plain = await world.sts().send(new GetFederationTokenCommand({ Name: "bob" }));
    const Arn = `arn:aws:sts::${ACCOUNT}:federated-user/bob`;
    expect([plain.FederatedUser, plain.PackedPolicySize]).toEqual([{ Arn, FederatedUserId: `${ACCOUNT}:bob` }, 0]);
    const bob = keysOf(plain.Credentials);
    expect(await world.sts(bob).send(new GetCallerIdentityCommand({}))).toMatchObject({ Arn, UserId: `${ACCOUNT}:bob` });
    const head = new HeadObjectCommand({ Bucket: "keyseal-plain", Key: "k" });
    expect((await refusal(world.s3(bob).send(head))).status).toBe(403);
    const { Credentials } = await world.sts().send(new GetFederationTokenCommand({ Name: "bob", Policy: READ }));
    expect((await world.s3(keysOf(Credentials)).send(head)).ContentLength).toBe(1);
  });

  test("session credentials give no further ones", async () => {
    const { Credentials } = await world.sts().send(new GetSessionTokenCommand({}));
    const session = world.sts(keysOf(Credentials));
    expect(await refusal(session.send(new GetFederationTokenCommand({ Name: "bob" })))).toMatchObject({ name: "AccessDenied", status: 403 });
    expect(await refusal(session.send(new GetSessionTokenCommand({})))).toMatchObject({ name: "AccessDenied", status: 403 });
  });
});

test("AssumeRoleWithWebIdentity: a token of no provider that is known here", async () => {
  const token = `${btoa("{}")}.${btoa('{"iss":"https://issuer.example"}')}.c2ln`.replaceAll("=", "");
  const asked = world.sts().send(new AssumeRoleWithWebIdentityCommand({ RoleArn: ROLE_ARN, RoleSessionName: "web", WebIdentityToken: token }));
  expect(await refusal(asked)).toMatchObject({ name: "InvalidIdentityTokenException", status: 400 });
});
