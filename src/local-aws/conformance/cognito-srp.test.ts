import { decodeJwt } from "jose";
import { Secret, TOTP } from "otpauth";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { demoPoolUsers } from "#local-aws/seed.ts";
import { CLIENT_ID, ENDPOINT, passwordOf, POOL_ID, startUserPoolWorld, there, type UserPoolWorld } from "./cognito-world.ts";
import { srpClient } from "./srp-client.ts";

let world: UserPoolWorld;
beforeEach(async () => {
  world = await startUserPoolWorld();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const WRONG_PASSWORD = { kind: "failed", code: "NotAuthorizedException", message: "Incorrect username or password." };

test("aws-facts 4.3 rows 1, 2, 10 and 15: amazon-cognito-identity-js signs in by SRP and gets the tokens of the user", async () => {
  const outcome = await srpClient(world, "uploader").signIn(passwordOf("uploader"));
  if (outcome.kind !== "signed-in") throw new Error(JSON.stringify(outcome));
  const { sub } = world.user("uploader");
  expect(decodeJwt(outcome.session.getIdToken().getJwtToken())).toMatchObject({
    sub,
    iss: `${ENDPOINT}/${POOL_ID}`,
    aud: CLIENT_ID,
    token_use: "id",
    "cognito:username": "uploader",
    "cognito:groups": ["uploaders"],
    "cognito:roles": ["arn:aws:iam::111122223333:role/keyseal-uploader"],
    "cognito:preferred_role": "arn:aws:iam::111122223333:role/keyseal-uploader",
    email: "uploader@example.com",
    email_verified: true,
  });
  const access = decodeJwt(outcome.session.getAccessToken().getJwtToken());
  expect(access).toMatchObject({ sub, token_use: "access", scope: "aws.cognito.signin.user.admin", username: "uploader", client_id: CLIENT_ID, "cognito:groups": ["uploaders"] });
  expect(access.aud).toBeUndefined();
  expect(there(access.exp) - there(access.iat)).toBe(3600);
  expect(outcome.session.getRefreshToken().getToken().split(".")).toHaveLength(5);
});

test("aws-facts 4.3 rows 16 and 17: a wrong password and an unknown user are answered alike", async () => {
  expect(await srpClient(world, "uploader").signIn("Wrong-password-1")).toEqual(WRONG_PASSWORD);
  expect(await srpClient(world, "nobody").signIn("Wrong-password-1")).toEqual(WRONG_PASSWORD);
  await world.changeClient({ preventUserExistenceErrors: "LEGACY" });
  expect(await srpClient(world, "nobody").signIn("Wrong-password-1")).toEqual({ kind: "failed", code: "UserNotFoundException", message: "User does not exist." });
});

test("a user name is found in any letter case, and SRP is computed over its own", async () => {
  expect(await srpClient(world, "UPLOADER").signIn(passwordOf("uploader"))).toMatchObject({ kind: "signed-in" });
});

test("aws-facts 4.3 rows 5 and 23: a temporary password must be changed, and the new one is then good", async () => {
  const client = srpClient(world, "newcomer");
  expect(await client.signIn(passwordOf("newcomer"))).toEqual({
    kind: "new-password-required",
    attributes: { email: "newcomer@example.com", email_verified: "true" },
  });
  expect(await client.completeNewPassword("short")).toEqual({
    kind: "failed",
    code: "InvalidPasswordException",
    message: "Password did not conform with policy: Password not long enough",
  });
  expect(await client.completeNewPassword("A-new-password-1")).toMatchObject({ kind: "signed-in" });
  expect(await srpClient(world, "newcomer").signIn(passwordOf("newcomer"))).toEqual(WRONG_PASSWORD);
  expect(await srpClient(world, "newcomer").signIn("A-new-password-1")).toMatchObject({ kind: "signed-in" });
});

test("aws-facts 4.3 rows 7 and 8: a TOTP code finishes the sign-in, once", async () => {
  const secret = Secret.fromBase32(there(there(demoPoolUsers.find((user) => user.softwareTokenSecret)).softwareTokenSecret));
  const code = (): string => TOTP.generate({ secret, timestamp: world.services.clock.now() });
  const client = srpClient(world, "totp-uploader");
  expect(await client.signIn(passwordOf("totp-uploader"))).toEqual({ kind: "totp-required" });
  expect(await client.sendTotp(code() === "000000" ? "111111" : "000000")).toEqual({
    kind: "failed",
    code: "CodeMismatchException",
    message: "Invalid code received for user",
  });
  expect(await client.sendTotp(code())).toMatchObject({ kind: "signed-in" });

  const again = srpClient(world, "totp-uploader");
  await again.signIn(passwordOf("totp-uploader"));
  expect(await again.sendTotp(code())).toEqual({ kind: "failed", code: "ExpiredCodeException", message: "Your software token has already been used once." });
  world.advance(30_000);
  expect(await again.sendTotp(code())).toMatchObject({ kind: "signed-in" });
});

test("aws-facts 4.3 row 4: a refresh gives new tokens and keeps the refresh token", async () => {
  const client = srpClient(world, "auditor");
  const first = await client.signIn(passwordOf("auditor"));
  world.advance(3_600_000);
  const second = await client.refresh();
  if (first.kind !== "signed-in" || second.kind !== "signed-in") throw new Error(JSON.stringify([first, second]));
  expect(second.session.getRefreshToken().getToken()).toBe(first.session.getRefreshToken().getToken());
  const [before, after] = [first, second].map(({ session }) => decodeJwt(session.getIdToken().getJwtToken()));
  expect(after).toMatchObject({ auth_time: there(before).auth_time, origin_jti: there(before)["origin_jti"], iat: there(there(before).iat) + 3600 });
});

test("USER_PASSWORD_AUTH by the same client", async () => {
  expect(await srpClient(world, "auditor").signIn(passwordOf("auditor"), "USER_PASSWORD_AUTH")).toMatchObject({ kind: "signed-in" });
  expect(await srpClient(world, "auditor").signIn("Wrong-password-1", "USER_PASSWORD_AUTH")).toEqual(WRONG_PASSWORD);
});
