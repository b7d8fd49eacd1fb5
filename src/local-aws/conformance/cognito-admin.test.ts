import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  InitiateAuthCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
  ListUsersCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { demoUserPool } from "#local-aws/seed.ts";
import { CLIENT_ID, ENDPOINT, passwordOf, POOL_ID, startUserPoolWorld, there, type UserPoolWorld } from "./cognito-world.ts";
import { refusal } from "./refusal.ts";

let world: UserPoolWorld;
beforeEach(async () => {
  world = await startUserPoolWorld();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const UserPoolId = POOL_ID;

function signIn(USERNAME: string, PASSWORD = passwordOf(USERNAME)) {
  return world.cognito().send(new InitiateAuthCommand({ AuthFlow: "USER_PASSWORD_AUTH", ClientId: CLIENT_ID, AuthParameters: { USERNAME, PASSWORD } }));
}

test("an administrator makes a user, who signs in with the temporary password and is asked for another", async () => {
  const { User } = await world.cognito().send(
    new AdminCreateUserCommand({ UserPoolId, Username: "ana", TemporaryPassword: "Temporary-1", UserAttributes: [{ Name: "email", Value: "ana@example.com" }] }),
  );
  expect(User).toMatchObject({ Username: "ana", Enabled: true, UserStatus: "FORCE_CHANGE_PASSWORD", UserCreateDate: new Date(world.services.clock.now()) });
  expect((await signIn("ana", "Temporary-1")).ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
  expect((await refusal(world.cognito().send(new AdminCreateUserCommand({ UserPoolId, Username: "ANA" })))).name).toBe("UsernameExistsException");
  await world.cognito().send(new AdminSetUserPasswordCommand({ UserPoolId, Username: "ana", Password: "Permanent-1", Permanent: true }));
  expect((await signIn("ana", "Permanent-1")).AuthenticationResult?.TokenType).toBe("Bearer");
  expect(await world.cognito().send(new AdminGetUserCommand({ UserPoolId, Username: "ana" }))).toMatchObject({
    UserStatus: "CONFIRMED",
    UserAttributes: expect.arrayContaining([{ Name: "email", Value: "ana@example.com" }]),
  });
});

test("a temporary password that nobody chose is shown on the server's console, and works", async () => {
  const outbox = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  await world.cognito().send(new AdminCreateUserCommand({ UserPoolId, Username: "ben" }));
  const password = there(/temporary password is (.*)"\.$/.exec(String(outbox.mock.calls.at(-1)?.[0]))?.[1]);
  expect((await signIn("ben", password)).ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
  outbox.mockClear();
  await world.cognito().send(new AdminCreateUserCommand({ UserPoolId, Username: "cleo", MessageAction: "SUPPRESS" }));
  expect(outbox).not.toHaveBeenCalled();
});

test("a disabled user signs in again when enabled", async () => {
  await world.cognito().send(new AdminDisableUserCommand({ UserPoolId, Username: "uploader" }));
  expect((await refusal(signIn("uploader"))).message).toBe("User is disabled.");
  await world.cognito().send(new AdminEnableUserCommand({ UserPoolId, Username: "uploader" }));
  await signIn("uploader");
});

test("aws-facts 4.3 row 24: AdminResetUserPassword asks for a new password", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  await world.cognito().send(new AdminResetUserPasswordCommand({ UserPoolId, Username: "uploader" }));
  expect(await refusal(signIn("uploader"))).toEqual({ name: "PasswordResetRequiredException", message: "Password reset required for the user", status: 400 });
});

test("pools, clients and users are listed and described, in pages", async () => {
  expect((await world.cognito().send(new ListUserPoolsCommand({ MaxResults: 10 }))).UserPools).toEqual([expect.objectContaining({ Id: POOL_ID, Name: "keyseal-demo" })]);
  expect((await world.cognito().send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool).toMatchObject({
    Id: POOL_ID,
    Arn: `arn:aws:cognito-idp:us-east-1:111122223333:userpool/${POOL_ID}`,
    Domain: "keyseal-demo",
    MfaConfiguration: "OPTIONAL",
    EstimatedNumberOfUsers: 5,
  });
  const first = await world.cognito().send(new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 1 }));
  const second = await world.cognito().send(new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 1, NextToken: first.NextToken }));
  expect([first, second].flatMap(({ UserPoolClients }) => UserPoolClients?.map(({ ClientId }) => ClientId))).toEqual([
    demoUserPool.clientId,
    demoUserPool.confidentialClientId,
  ]);
  expect(second.NextToken).toBeUndefined();
  expect((await world.cognito().send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId: CLIENT_ID }))).UserPoolClient).toMatchObject({
    AllowedOAuthFlows: ["code"],
    PreventUserExistenceErrors: "ENABLED",
    EnableTokenRevocation: true,
    AuthSessionValidity: 3,
  });
  const users = await world.cognito().send(new ListUsersCommand({ UserPoolId, Limit: 3 }));
  const rest = await world.cognito().send(new ListUsersCommand({ UserPoolId, PaginationToken: users.PaginationToken }));
  expect([users, rest].flatMap(({ Users }) => Users?.map(({ Username }) => Username))).toEqual(["auditor", "key-administrator", "newcomer", "totp-uploader", "uploader"]);
});

test("the admin calls are signed, and allowed by policies", async () => {
  const denied = await refusal(world.cognito("uploader").send(new AdminGetUserCommand({ UserPoolId, Username: "auditor" })));
  expect([denied.name, denied.status]).toEqual(["AccessDeniedException", 400]);
  expect(denied.message).toContain("arn:aws:iam::111122223333:user/uploader is not authorized to perform: cognito-idp:AdminGetUser on resource: arn:aws:cognito-idp:us-east-1:");
  const unsigned = await world.request(`${ENDPOINT}/`, {
    method: "POST",
    headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "AWSCognitoIdentityProviderService.AdminGetUser" },
    body: JSON.stringify({ UserPoolId, Username: "auditor" }),
  });
  expect(await unsigned.json()).toMatchObject({ __type: "MissingAuthenticationTokenException" });
});

test("what is not there", async () => {
  expect(await refusal(world.cognito().send(new DescribeUserPoolCommand({ UserPoolId: "us-east-1_Nobody" })))).toEqual({
    name: "ResourceNotFoundException",
    message: "User pool us-east-1_Nobody does not exist.",
    status: 400,
  });
  expect((await refusal(world.cognito().send(new AdminGetUserCommand({ UserPoolId, Username: "nobody" })))).name).toBe("UserNotFoundException");
  expect((await refusal(world.cognito().send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId: "nobody" })))).name).toBe("ResourceNotFoundException");
});
