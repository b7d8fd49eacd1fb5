import {
  AdminSetUserPasswordCommand,
  AssociateSoftwareTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
  type ChallengeNameType,
} from "@aws-sdk/client-cognito-identity-provider";
import { Secret, TOTP } from "otpauth";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { saveAppClient } from "#local-aws/cognito-idp/rows.ts";
import { demoAppClientRows } from "#local-aws/seed/demo-user-pool.ts";
import { demoPoolUsers } from "#local-aws/seed.ts";
import { CLIENT_ID, passwordOf, POOL_ID, startUserPoolWorld, there, type UserPoolWorld } from "./cognito-world.ts";
import { refusal } from "./refusal.ts";
import { srpClient } from "./srp-client.ts";

let world: UserPoolWorld;
beforeEach(async () => {
  world = await startUserPoolWorld();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const INCORRECT = { name: "NotAuthorizedException", message: "Incorrect username or password.", status: 400 };

function signIn(USERNAME: string, PASSWORD = passwordOf(USERNAME)) {
  return world.cognito().send(new InitiateAuthCommand({ AuthFlow: "USER_PASSWORD_AUTH", ClientId: CLIENT_ID, AuthParameters: { USERNAME, PASSWORD } }));
}

function respond(ChallengeName: ChallengeNameType, Session: string | undefined, ChallengeResponses: Record<string, string>, ClientId: string = CLIENT_ID) {
  return world.cognito().send(new RespondToAuthChallengeCommand({ ChallengeName, Session, ChallengeResponses, ClientId }));
}

const codeOf = (secret: string): string => TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: world.services.clock.now() });
const wrongFor = (code: string): string => (code === "000000" ? "111111" : "000000");
const demoSecret = there(demoPoolUsers.find((user) => user.softwareTokenSecret)?.softwareTokenSecret);

test("aws-facts 4.3 row 5: NEW_PASSWORD_REQUIRED tells the attributes as JSON texts and takes new ones", async () => {
  const { ChallengeName, ChallengeParameters, Session } = await signIn("newcomer");
  expect([ChallengeName, ChallengeParameters]).toEqual([
    "NEW_PASSWORD_REQUIRED",
    { USER_ID_FOR_SRP: "newcomer", requiredAttributes: "[]", userAttributes: '{"email":"newcomer@example.com","email_verified":"true"}' },
  ]);
  const responses = { USERNAME: "newcomer", NEW_PASSWORD: "A-new-password-1", "userAttributes.name": "New Comer" };
  const forged = { ...responses, "userAttributes.email_verified": "true" };
  expect((await refusal(respond("NEW_PASSWORD_REQUIRED", Session, forged))).name).toBe("InvalidParameterException");
  const { AuthenticationResult } = await respond("NEW_PASSWORD_REQUIRED", Session, responses);
  expect(AuthenticationResult?.TokenType).toBe("Bearer");
  expect(world.user("newcomer")).toMatchObject({ status: "CONFIRMED", attributes: { name: "New Comer" } });
});

test("aws-facts 4.3 rows 12 and 21: a session is of one client, user and challenge, good for 3 minutes, and once", async () => {
  const { Session } = await signIn("newcomer");
  expect(there(Session).length).toBeGreaterThanOrEqual(20);
  const responses = { USERNAME: "newcomer", NEW_PASSWORD: "A-new-password-1" };
  const invalid = { name: "NotAuthorizedException", message: "Invalid session for the user.", status: 400 };
  expect(await refusal(respond("NEW_PASSWORD_REQUIRED", "x".repeat(40), responses))).toEqual(invalid);
  expect(await refusal(respond("NEW_PASSWORD_REQUIRED", Session, { ...responses, USERNAME: "uploader" }))).toEqual(invalid);
  expect(await refusal(respond("SOFTWARE_TOKEN_MFA", Session, { USERNAME: "newcomer", SOFTWARE_TOKEN_MFA_CODE: "123456" }))).toEqual(invalid);
  await addClient("another-client");
  expect(await refusal(respond("NEW_PASSWORD_REQUIRED", Session, responses, "anotherclient"))).toEqual(invalid);
  await respond("NEW_PASSWORD_REQUIRED", Session, responses);
  expect(await refusal(respond("NEW_PASSWORD_REQUIRED", Session, responses))).toEqual({ ...invalid, message: "Invalid session for the user, session can only be used once." });

  const late = await signIn("totp-uploader");
  world.advance(180_000);
  expect(await refusal(respond("SOFTWARE_TOKEN_MFA", late.Session, { USERNAME: "totp-uploader", SOFTWARE_TOKEN_MFA_CODE: codeOf(demoSecret) }))).toEqual({
    ...invalid,
    message: "Invalid session for the user, session is expired.",
  });
  expect((await refusal(respond("NEW_PASSWORD_REQUIRED", undefined, responses))).name).toBe("InvalidParameterException");
});

async function addClient(clientName: string): Promise<string> {
  const clientId = clientName.replaceAll("-", "");
  const [row] = demoAppClientRows(world.services.clock.now(), []);
  await world.services.metadata.transact((transaction) => saveAppClient(transaction, { ...there(row), clientName, clientId }));
  return clientId;
}

test("aws-facts 4.3 row 6: where a second factor is demanded it is set up on the way", async () => {
  await world.changePool({ mfaConfiguration: "ON" });
  const { ChallengeName, Session } = await signIn("auditor");
  expect(ChallengeName).toBe("MFA_SETUP");
  expect((await refusal(respond("MFA_SETUP", Session, { USERNAME: "auditor" }))).name).toBe("NotAuthorizedException");
  const associated = await world.cognito().send(new AssociateSoftwareTokenCommand({ Session }));
  const secret = there(associated.SecretCode);
  expect(secret).toMatch(/^[A-Z2-7]{52}$/);
  const verify = (UserCode: string) => world.cognito().send(new VerifySoftwareTokenCommand({ Session: associated.Session, UserCode, FriendlyDeviceName: "phone" }));
  expect(await refusal(verify(wrongFor(codeOf(secret))))).toEqual({ name: "EnableSoftwareTokenMFAException", message: "Code mismatch", status: 400 });
  const verified = await verify(codeOf(secret));
  expect(verified.Status).toBe("SUCCESS");
  const { AuthenticationResult } = await respond("MFA_SETUP", verified.Session, { USERNAME: "auditor" });
  expect(AuthenticationResult?.TokenType).toBe("Bearer");
});

test("aws-facts 4.3 rows 6 to 8: or the sign-in starts again, and asks a code that was not used yet", async () => {
  await world.changePool({ mfaConfiguration: "ON" });
  const associated = await world.cognito().send(new AssociateSoftwareTokenCommand({ Session: (await signIn("auditor")).Session }));
  const secret = there(associated.SecretCode);
  await world.cognito().send(new VerifySoftwareTokenCommand({ Session: associated.Session, UserCode: codeOf(secret), FriendlyDeviceName: "phone" }));
  const { ChallengeName, ChallengeParameters, Session } = await signIn("auditor");
  expect([ChallengeName, ChallengeParameters]).toEqual(["SOFTWARE_TOKEN_MFA", { USER_ID_FOR_SRP: "auditor", FRIENDLY_DEVICE_NAME: "phone" }]);
  const answer = () => respond("SOFTWARE_TOKEN_MFA", Session, { USERNAME: "auditor", SOFTWARE_TOKEN_MFA_CODE: codeOf(secret) });
  expect(await refusal(answer())).toEqual({ name: "ExpiredCodeException", message: "Your software token has already been used once.", status: 400 });
  world.advance(30_000);
  expect((await answer()).AuthenticationResult?.TokenType).toBe("Bearer");
});

test("aws-facts 4.3 row 21: wrong codes leave the session as it is, but not for ever", async () => {
  const { Session } = await signIn("totp-uploader");
  const answer = (code: string) => respond("SOFTWARE_TOKEN_MFA", Session, { USERNAME: "totp-uploader", SOFTWARE_TOKEN_MFA_CODE: code });
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    expect(await refusal(answer(wrongFor(codeOf(demoSecret))))).toEqual({ name: "CodeMismatchException", message: "Invalid code received for user", status: 400 });
  }
  expect((await refusal(answer(codeOf(demoSecret)))).name).toBe("NotAuthorizedException");
});

test("two answers with one code at the same time sign in once", async () => {
  const sessions = [(await signIn("totp-uploader")).Session, (await signIn("totp-uploader")).Session];
  const SOFTWARE_TOKEN_MFA_CODE = codeOf(demoSecret);
  const answers = await Promise.allSettled(sessions.map((Session) => respond("SOFTWARE_TOKEN_MFA", Session, { USERNAME: "totp-uploader", SOFTWARE_TOKEN_MFA_CODE })));
  expect(answers.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
});

test("a second factor of one's own choice: associated and verified by access token, then preferred", async () => {
  const AccessToken = there((await signIn("auditor")).AuthenticationResult?.AccessToken);
  const prefer = (Enabled: boolean) => world.cognito().send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings: { Enabled, PreferredMfa: Enabled } }));
  expect(await refusal(prefer(true))).toEqual({
    name: "InvalidParameterException",
    message: "User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA",
    status: 400,
  });
  expect((await refusal(world.cognito().send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: "123456" })))).name).toBe("SoftwareTokenMFANotFoundException");
  const { SecretCode } = await world.cognito().send(new AssociateSoftwareTokenCommand({ AccessToken }));
  await world.cognito().send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: codeOf(there(SecretCode)) }));
  expect((await signIn("auditor")).ChallengeName).toBeUndefined();
  await prefer(true);
  expect((await signIn("auditor")).ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
  expect(await world.cognito().send(new GetUserCommand({ AccessToken }))).toMatchObject({ UserMFASettingList: ["SOFTWARE_TOKEN_MFA"], PreferredMfaSetting: "SOFTWARE_TOKEN_MFA" });
  await prefer(false);
  expect((await signIn("auditor")).ChallengeName).toBeUndefined();
});

test("a secret that was asked for and never verified does not put out the token before it", async () => {
  const { Session } = await signIn("totp-uploader");
  const signedIn = await respond("SOFTWARE_TOKEN_MFA", Session, { USERNAME: "totp-uploader", SOFTWARE_TOKEN_MFA_CODE: codeOf(demoSecret) });
  await world.cognito().send(new AssociateSoftwareTokenCommand({ AccessToken: there(signedIn.AuthenticationResult?.AccessToken) }));
  expect((await signIn("totp-uploader")).ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
});

/** What amazon-cognito-identity-js sends as the answer to PASSWORD_VERIFIER; `change` may tamper with it. */
async function proofOf(username: string, change: (body: Body) => Body = (body) => body): Promise<{ readonly proof: Body; readonly outcome: unknown }> {
  const seen: Body[] = [];
  const tampering: UserPoolWorld = {
    ...world,
    fetch: async (request) => {
      const body: Body = await request.json();
      const isProof = body["ChallengeName"] === "PASSWORD_VERIFIER";
      if (isProof) seen.push(body);
      return world.fetch(new Request(request.url, { method: "POST", headers: request.headers, body: JSON.stringify(isProof ? change(body) : body) }));
    },
  };
  const outcome = await srpClient(tampering, username).signIn(passwordOf(username));
  return { proof: there(seen[0]), outcome };
}
type Body = Record<string, unknown> & { ChallengeResponses?: Record<string, string> };

const changed = (name: string, change: (value: string) => string) => (body: Body): Body => {
  const responses = there(body.ChallengeResponses);
  return { ...body, ChallengeResponses: { ...responses, [name]: change(there(responses[name])) } };
};

test("aws-facts 4.3 row 2: a proof that was seen on its way signs nobody in again", async () => {
  const { proof, outcome } = await proofOf("uploader");
  expect(outcome).toMatchObject({ kind: "signed-in" });
  expect(proof["Session"]).toBeUndefined();
  expect(await refusal(respond("PASSWORD_VERIFIER", undefined, there(proof.ChallengeResponses)))).toEqual(INCORRECT);
});

test.each([
  ["PASSWORD_CLAIM_SIGNATURE", (value: string) => Buffer.from(value, "base64").fill(7, 0, 1).toString("base64")],
  ["PASSWORD_CLAIM_SECRET_BLOCK", (value: string) => Buffer.from(value, "base64").fill(65, 100, 104).toString("base64")],
  ["PASSWORD_CLAIM_SECRET_BLOCK", () => "AAAA"],
  ["PASSWORD_CLAIM_SIGNATURE", () => "not base64!"],
  ["USERNAME", () => "auditor"],
])("aws-facts 4.3 row 2: a changed %s is a wrong password", async (name, change) => {
  expect((await proofOf("uploader", changed(name, change))).outcome).toEqual({ kind: "failed", code: INCORRECT.name, message: INCORRECT.message });
});

test("aws-facts 4.3 row 2: a proof for one client is none for another", async () => {
  const ClientId = await addClient("another-client");
  expect((await proofOf("uploader", (body) => ({ ...body, ClientId }))).outcome).toMatchObject({ message: INCORRECT.message });
});

test.each(["Wed Mar  4 05:06:07 UTC 2026", "2026-03-04T05:06:07Z", "Wed Mar 4 05:06:07 IST 2026", "Mi Mär 4 05:06:07 UTC 2026"])(
  "aws-facts 4.3 row 14: TIMESTAMP %s has not the form",
  async (timestamp) => {
    expect((await proofOf("uploader", changed("TIMESTAMP", () => timestamp))).outcome).toEqual({
      kind: "failed",
      code: "InvalidParameterException",
      message: "TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.",
    });
  },
);

test("aws-facts 4.3 row 14: a padded day is a wrong proof, and so is a clock that is wrong by more than 5 minutes", async () => {
  expect((await proofOf("uploader", changed("TIMESTAMP", (value) => value.replace("Mar 4 ", "Mar 04 ")))).outcome).toMatchObject({ message: INCORRECT.message });
  const client = srpClient(world, "uploader");
  for (const [skew, kind] of [[301_000, "failed"], [-301_000, "failed"], [299_000, "signed-in"]] as const) {
    vi.setSystemTime(world.services.clock.now() + skew);
    expect((await client.signIn(passwordOf("uploader"))).kind).toBe(kind);
  }
});

test("a challenge is good for 3 minutes", async () => {
  const late: UserPoolWorld = {
    ...world,
    fetch: async (request) => {
      if ((request.headers.get("x-amz-target") ?? "").endsWith("RespondToAuthChallenge")) world.advance(180_000);
      return world.fetch(request);
    },
  };
  expect((await srpClient(late, "uploader").signIn(passwordOf("uploader"))).kind).toBe("failed");
});

test("a temporary password that an administrator set ends after its days", async () => {
  const Password = "Temporary-1";
  await world.cognito().send(new AdminSetUserPasswordCommand({ UserPoolId: POOL_ID, Username: "uploader", Password }));
  expect((await signIn("uploader", Password)).ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
  world.advance(7 * 86_400_000);
  expect(await refusal(signIn("uploader", Password))).toEqual({
    name: "NotAuthorizedException",
    message: "Temporary password has expired and must be reset by an administrator.",
    status: 400,
  });
});
