import {
  AssociateSoftwareTokenCommand,
  ConfirmForgotPasswordCommand,
  ChangePasswordCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
  SignUpCommand,
  type AuthFlowType,
} from "@aws-sdk/client-cognito-identity-provider";
import { decodeJwt } from "jose";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { secretHash } from "#local-aws/cognito-idp/secret-hash.ts";
import { demoUserPool } from "#local-aws/seed.ts";
import { CLIENT_ID, ENDPOINT, passwordOf, POOL_ID, startUserPoolWorld, there, type UserPoolWorld } from "./cognito-world.ts";
import { refusal, type Refusal } from "./refusal.ts";

const { confidentialClientId: SERVER_ID, confidentialClientSecret: SECRET } = demoUserPool;

let world: UserPoolWorld;
beforeEach(async () => {
  world = await startUserPoolWorld();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const badRequest = (name: string, message: string): Refusal => ({ name, message, status: 400 });
const notAuthorized = (message: string): Refusal => badRequest("NotAuthorizedException", message);

function initiate(AuthFlow: AuthFlowType, AuthParameters: Record<string, string>, ClientId: string = CLIENT_ID) {
  return world.cognito().send(new InitiateAuthCommand({ AuthFlow, AuthParameters, ClientId }));
}

function byPassword(USERNAME: string, PASSWORD = passwordOf(USERNAME)) {
  return initiate("USER_PASSWORD_AUTH", { USERNAME, PASSWORD });
}

async function tokensOf(username: string) {
  const { AccessToken, IdToken, RefreshToken } = there((await byPassword(username)).AuthenticationResult);
  return { AccessToken: there(AccessToken), IdToken: there(IdToken), RefreshToken: there(RefreshToken) };
}

function refresh(REFRESH_TOKEN: string, flow: AuthFlowType = "REFRESH_TOKEN_AUTH") {
  return initiate(flow, { REFRESH_TOKEN });
}

test("aws-facts 4.3 rows 3, 10 and 11: a password sent as it is gives tokens for an hour", async () => {
  const { AuthenticationResult, ChallengeParameters, ChallengeName } = await byPassword("uploader");
  expect([ChallengeName, ChallengeParameters]).toEqual([undefined, {}]);
  expect(AuthenticationResult).toEqual({
    AccessToken: expect.any(String),
    IdToken: expect.any(String),
    RefreshToken: expect.any(String),
    ExpiresIn: 3600,
    TokenType: "Bearer",
  });
});

test("aws-facts 4.3 row 16: a wrong password and an unknown user", async () => {
  expect(await refusal(byPassword("uploader", "Wrong-password-1"))).toEqual(notAuthorized("Incorrect username or password."));
  expect(await refusal(byPassword("nobody", "Wrong-password-1"))).toEqual(notAuthorized("Incorrect username or password."));
});

test("aws-facts 4.3 row 17: an unknown user of a client that hides nobody", async () => {
  await world.changeClient({ preventUserExistenceErrors: "LEGACY" });
  for (const call of [byPassword("nobody", "x"), initiate("USER_SRP_AUTH", { USERNAME: "nobody", SRP_A: "abcdef" })]) {
    expect(await refusal(call)).toEqual(badRequest("UserNotFoundException", "User does not exist."));
  }
});

test("aws-facts 4.3 rows 1 and 16: the challenge of an unknown user looks like that of a known one, and is the same each time", async () => {
  const challenge = async (USERNAME: string) => there((await initiate("USER_SRP_AUTH", { USERNAME, SRP_A: "abcdef" })).ChallengeParameters);
  const [known, unknown, again, other] = [await challenge("uploader"), await challenge("nobody"), await challenge("nobody"), await challenge("somebody")];
  expect(Object.keys(unknown).toSorted()).toEqual(["SALT", "SECRET_BLOCK", "SRP_B", "USERNAME", "USER_ID_FOR_SRP"]);
  expect(Object.keys(known).toSorted()).toEqual(Object.keys(unknown).toSorted());
  expect([unknown["SALT"]?.length, unknown["USER_ID_FOR_SRP"]]).toEqual([known["SALT"]?.length, "nobody"]);
  expect(again["SALT"]).toBe(unknown["SALT"]);
  expect(other["SALT"]).not.toBe(unknown["SALT"]);
  expect(again["SRP_B"]).not.toBe(unknown["SRP_B"]);
});

test.each(["0", "00", "xyz", "f".repeat(771)])("SRP_A %s, that would need no password or is no number, is refused", async (SRP_A) => {
  expect((await refusal(initiate("USER_SRP_AUTH", { USERNAME: "uploader", SRP_A }))).name).toBe("InvalidParameterException");
});

test("aws-facts 4.3 row 18: unconfirmed and disabled users, told only to who knows the password", async () => {
  await world.changeUser("uploader", { status: "UNCONFIRMED" });
  await world.changeUser("auditor", { enabled: false });
  await world.changeUser("key-administrator", { status: "RESET_REQUIRED" });
  expect(await refusal(byPassword("uploader"))).toEqual(badRequest("UserNotConfirmedException", "User is not confirmed."));
  expect(await refusal(byPassword("auditor"))).toEqual(notAuthorized("User is disabled."));
  expect((await refusal(byPassword("key-administrator"))).name).toBe("PasswordResetRequiredException");
  for (const username of ["uploader", "auditor", "key-administrator"]) {
    expect(await refusal(byPassword(username, "Wrong-password-1"))).toEqual(notAuthorized("Incorrect username or password."));
  }
});

test("aws-facts 4.3 row 19: a flow that the client does not have", async () => {
  await world.changeClient({ explicitAuthFlows: [] });
  expect(await refusal(byPassword("uploader"))).toEqual(badRequest("InvalidParameterException", "USER_PASSWORD_AUTH flow not enabled for this client"));
  expect(await refusal(initiate("USER_SRP_AUTH", { USERNAME: "uploader", SRP_A: "ab" }))).toEqual(
    badRequest("InvalidParameterException", "USER_SRP_AUTH is not enabled for the client."),
  );
  expect((await refusal(refresh("x"))).name).toBe("InvalidParameterException");
  for (const flow of ["CUSTOM_AUTH", "USER_AUTH", "ADMIN_USER_PASSWORD_AUTH"] as const) expect((await refusal(initiate(flow, {}))).name).toBe("InvalidParameterException");
});

test("aws-facts 4.3 rows 13 and 20: a client with a secret wants its hash, every other wants none", async () => {
  const signIn = (SECRET_HASH?: string) =>
    initiate("USER_PASSWORD_AUTH", { USERNAME: "uploader", PASSWORD: passwordOf("uploader"), ...(SECRET_HASH !== undefined && { SECRET_HASH }) }, SERVER_ID);
  expect(await refusal(signIn())).toEqual(notAuthorized(`Client ${SERVER_ID} is configured with secret but SECRET_HASH was not received`));
  expect(await refusal(signIn("wrong"))).toEqual(notAuthorized(`Unable to verify secret hash for client ${SERVER_ID}`));
  const hash = await secretHash(SECRET, "uploader", SERVER_ID);
  const { AuthenticationResult } = await signIn(hash);
  const { AuthenticationResult: refreshed } = await initiate("REFRESH_TOKEN_AUTH", { REFRESH_TOKEN: there(AuthenticationResult?.RefreshToken), SECRET_HASH: hash }, SERVER_ID);
  expect(refreshed?.IdToken).toEqual(expect.any(String));
  expect((await refusal(initiate("USER_PASSWORD_AUTH", { USERNAME: "uploader", PASSWORD: passwordOf("uploader"), SECRET_HASH: hash }))).name).toBe("NotAuthorizedException");
});

test("aws-facts 4.3 row 24: an unknown client, and parameters that are missing", async () => {
  expect(await refusal(initiate("USER_PASSWORD_AUTH", {}, "nobody"))).toEqual(badRequest("ResourceNotFoundException", "User pool client nobody does not exist."));
  expect(await refusal(initiate("USER_PASSWORD_AUTH", { PASSWORD: "x" }))).toEqual(badRequest("InvalidParameterException", "Missing required parameter USERNAME"));
  expect(await refusal(initiate("USER_SRP_AUTH", { USERNAME: "uploader" }))).toEqual(badRequest("InvalidParameterException", "Missing required parameter SRP_A"));
});

test.each(["REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"] as const)("aws-facts 4.3 row 4: %s gives new tokens and no refresh token", async (flow) => {
  const { RefreshToken } = await tokensOf("uploader");
  const { AuthenticationResult } = await refresh(RefreshToken, flow);
  expect(AuthenticationResult).toEqual({ AccessToken: expect.any(String), IdToken: expect.any(String), ExpiresIn: 3600, TokenType: "Bearer" });
});

test("aws-facts 4.3 rows 11 and 22: a refresh token is good for 30 days, while it is not revoked and its user not disabled", async () => {
  const [first, second] = [await tokensOf("uploader"), await tokensOf("uploader")];
  await world.cognito().send(new RevokeTokenCommand({ Token: first.RefreshToken, ClientId: CLIENT_ID }));
  expect(await refusal(refresh(first.RefreshToken))).toEqual(notAuthorized("Refresh Token has been revoked"));
  expect(await refusal(refresh("nonsense"))).toEqual(notAuthorized("Invalid Refresh Token"));
  await world.changeUser("uploader", { enabled: false });
  expect(await refusal(refresh(second.RefreshToken))).toEqual(notAuthorized("User is disabled."));
  await world.changeUser("uploader", { enabled: true });
  world.advance(30 * 86_400_000 - 1000);
  await refresh(second.RefreshToken);
  world.advance(1000);
  expect(await refusal(refresh(second.RefreshToken))).toEqual(notAuthorized("Refresh Token has expired"));
});

test("aws-facts 4.3 row 4: with rotation each refresh gives another refresh token, and spends the one before", async () => {
  await world.changeClient({ refreshTokenRotation: true });
  const { RefreshToken } = await tokensOf("uploader");
  const { AuthenticationResult } = await world.cognito().send(new GetTokensFromRefreshTokenCommand({ RefreshToken, ClientId: CLIENT_ID }));
  const next = there(AuthenticationResult?.RefreshToken);
  expect((await refusal(world.cognito().send(new GetTokensFromRefreshTokenCommand({ RefreshToken, ClientId: CLIENT_ID })))).name).toBe("RefreshTokenReuseException");
  expect((await refresh(next)).AuthenticationResult?.RefreshToken).not.toBe(next);
});

test("GetUser tells the user of itself; GlobalSignOut and time end its access tokens", async () => {
  const [first, second] = [await tokensOf("auditor"), await tokensOf("auditor")];
  const getUser = (AccessToken: string) => world.cognito().send(new GetUserCommand({ AccessToken }));
  expect(await getUser(first.AccessToken)).toMatchObject({
    Username: "auditor",
    UserAttributes: [
      { Name: "sub", Value: world.user("auditor").sub },
      { Name: "email", Value: "auditor@example.com" },
      { Name: "email_verified", Value: "true" },
    ],
  });
  expect(await refusal(getUser(first.IdToken))).toEqual(notAuthorized("Invalid Access Token"));
  expect(await refusal(getUser(`${first.AccessToken.slice(0, -8)}AAAAAAAA`))).toEqual(notAuthorized("Invalid Access Token"));
  await world.cognito().send(new GlobalSignOutCommand({ AccessToken: first.AccessToken }));
  for (const { AccessToken, RefreshToken } of [first, second]) {
    expect(await refusal(getUser(AccessToken))).toEqual(notAuthorized("Access Token has been revoked"));
    expect(await refusal(refresh(RefreshToken))).toEqual(notAuthorized("Refresh Token has been revoked"));
  }
  const third = await tokensOf("auditor");
  world.advance(3_600_000);
  expect(await refusal(getUser(third.AccessToken))).toEqual(notAuthorized("Access Token has expired"));
});

test("RevokeToken takes refresh tokens of its own client only", async () => {
  const { AccessToken, RefreshToken } = await tokensOf("auditor");
  const revoke = (Token: string, client: { ClientId: string; ClientSecret?: string } = { ClientId: CLIENT_ID }) => world.cognito().send(new RevokeTokenCommand({ Token, ...client }));
  expect((await refusal(revoke(AccessToken))).name).toBe("UnsupportedTokenTypeException");
  expect((await refusal(revoke(RefreshToken, { ClientId: SERVER_ID, ClientSecret: SECRET }))).name).toBe("UnauthorizedException");
  expect((await refusal(revoke(RefreshToken, { ClientId: SERVER_ID, ClientSecret: "wrong" }))).name).toBe("NotAuthorizedException");
  await refresh(RefreshToken);
  await world.changeClient({ enableTokenRevocation: false });
  expect((await refusal(revoke(RefreshToken))).name).toBe("UnsupportedOperationException");
});

test("five wrong passwords lock the name for a second, each further one for twice as long; the right one forgets them", async () => {
  const wrong = () => refusal(byPassword("uploader", "Wrong-password-1"));
  const locked = notAuthorized("Password attempts exceeded");
  for (let attempt = 1; attempt <= 5; attempt += 1) expect(await wrong()).toEqual(notAuthorized("Incorrect username or password."));
  expect(await refusal(byPassword("uploader"))).toEqual(locked);
  world.advance(1000);
  expect(await wrong()).toEqual(notAuthorized("Incorrect username or password."));
  world.advance(1999);
  expect(await refusal(byPassword("uploader"))).toEqual(locked);
  world.advance(1);
  await byPassword("uploader");
  expect(await wrong()).toEqual(notAuthorized("Incorrect username or password."));
  await byPassword("uploader");
});

test("guesses that run side by side get no further than one after the other", async () => {
  const guesses = await Promise.all(Array.from({ length: 8 }, () => refusal(byPassword("uploader", "Wrong-password-1"))));
  expect(guesses.filter(({ message }) => message === "Incorrect username or password.")).toHaveLength(5);
});

test("aws-facts 4.3 row 23: ChangePassword wants the present password and a new one that conforms", async () => {
  const { AccessToken } = await tokensOf("auditor");
  const change = (PreviousPassword: string, ProposedPassword: string) => world.cognito().send(new ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword }));
  expect(await refusal(change("Wrong-password-1", "A-new-password-1"))).toEqual(notAuthorized("Incorrect username or password."));
  for (const [password, problem] of [
    ["Short-1", "Password not long enough"],
    ["a-new-password-1", "Password must have uppercase characters"],
    ["A-NEW-PASSWORD-1", "Password must have lowercase characters"],
    ["A-new-password", "Password must have numeric characters"],
    ["Anewpassword1", "Password must have symbol characters"],
  ] as const) {
    expect(await refusal(change(passwordOf("auditor"), password))).toEqual(badRequest("InvalidPasswordException", `Password did not conform with policy: ${problem}`));
  }
  await change(passwordOf("auditor"), "A-new-password-1");
  expect((await refusal(byPassword("auditor"))).name).toBe("NotAuthorizedException");
  await byPassword("auditor", "A-new-password-1");
});

test("ForgotPassword shows a code on the server's console, which sets a new password once", async () => {
  const outbox = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const forgot = (Username: string) => world.cognito().send(new ForgotPasswordCommand({ ClientId: CLIENT_ID, Username }));
  const confirm = (ConfirmationCode: string, Username = "uploader") =>
    world.cognito().send(new ConfirmForgotPasswordCommand({ ClientId: CLIENT_ID, Username, ConfirmationCode, Password: "A-new-password-1" }));
  expect((await forgot("uploader")).CodeDeliveryDetails).toEqual({ Destination: "u***@e***", DeliveryMedium: "EMAIL", AttributeName: "email" });
  const code = there(/code is (\d{6})/.exec(String(outbox.mock.calls.at(-1)?.[0]))?.[1]);
  expect(await refusal(confirm(code === "000000" ? "111111" : "000000"))).toEqual(
    badRequest("CodeMismatchException", "Invalid verification code provided, please try again."),
  );
  await confirm(code);
  await byPassword("uploader", "A-new-password-1");
  expect((await refusal(confirm(code))).name).toBe("ExpiredCodeException");

  outbox.mockClear();
  expect((await forgot("nobody")).CodeDeliveryDetails?.DeliveryMedium).toBe("EMAIL");
  expect((await refusal(confirm("123456", "nobody"))).name).toBe("ExpiredCodeException");
  expect(outbox).not.toHaveBeenCalled();
});

test("nobody signs up by themselves", async () => {
  expect(await refusal(world.cognito().send(new SignUpCommand({ ClientId: CLIENT_ID, Username: "me", Password: "A-new-password-1" })))).toEqual(
    notAuthorized("SignUp is not permitted for this user pool"),
  );
});

test("aws-facts 4.3 row 9: a challenge that the pool never gives is refused", async () => {
  const answer = new RespondToAuthChallengeCommand({ ClientId: CLIENT_ID, ChallengeName: "SMS_MFA", ChallengeResponses: { USERNAME: "uploader", SMS_MFA_CODE: "123456" } });
  expect((await refusal(world.cognito().send(answer))).name).toBe("InvalidParameterException");
});

test("sign-in needs no signature, and a browser of any origin may call it", async () => {
  const answer = await world.request(`${ENDPOINT}/`, {
    method: "POST",
    headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth", origin: "https://console.example" },
    body: JSON.stringify({ AuthFlow: "USER_PASSWORD_AUTH", ClientId: CLIENT_ID, AuthParameters: { USERNAME: "uploader", PASSWORD: passwordOf("uploader") } }),
  });
  expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([200, "*"]);
  const { AuthenticationResult }: { AuthenticationResult: { IdToken: string } } = await answer.json();
  expect(decodeJwt(AuthenticationResult.IdToken).iss).toBe(`${ENDPOINT}/${POOL_ID}`);
});

test("AssociateSoftwareToken wants an access token or a session", async () => {
  expect((await refusal(world.cognito().send(new AssociateSoftwareTokenCommand({})))).name).toBe("InvalidParameterException");
});

test("names that no row could have are refused before they are looked for", async () => {
  for (const USERNAME of ["x".repeat(100_000), "\ud800"]) {
    const refused = await refusal(initiate("USER_PASSWORD_AUTH", { USERNAME, PASSWORD: "x" }));
    expect(refused.status).toBe(400);
    const answer = new RespondToAuthChallengeCommand({ ClientId: CLIENT_ID, ChallengeName: "SOFTWARE_TOKEN_MFA", Session: "x".repeat(2000), ChallengeResponses: { USERNAME, SOFTWARE_TOKEN_MFA_CODE: "1" } });
    expect((await refusal(world.cognito().send(answer))).status).toBe(400);
  }
  expect((await refusal(initiate("USER_PASSWORD_AUTH", {}, "x".repeat(100_000)))).name).toBe("InvalidParameterException");
});
