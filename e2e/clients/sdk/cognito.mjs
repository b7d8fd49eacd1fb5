import assert from "node:assert/strict";
import { TOTP } from "otpauth";
import { ACCOUNT, COGNITO, KEYS } from "../support/demo-world.mjs";
import { assertHas, assertRefused } from "../support/expect.mjs";
import { test } from "../support/test.mjs";

const { clientId: ClientId, identityPoolId: IdentityPoolId, provider, users } = COGNITO;

/** Cognito's user pools and identity pools (aws-facts 4.2, 4.3), and S3 with what they give. */
export function testCognito({ call, bucket, thoroughly }) {
  const signIn = (USERNAME, PASSWORD) => call("cognito-idp", "InitiateAuth", { AuthFlow: "USER_PASSWORD_AUTH", ClientId, AuthParameters: { USERNAME, PASSWORD } });

  test("aws-facts 4.2, 4.3: a user signs in, gets the role of the group and uploads under SSE-KMS", async () => {
    const { AuthenticationResult } = await signIn("uploader", users.uploader);
    assertHas(AuthenticationResult, { TokenType: "Bearer", ExpiresIn: 3600 });
    const Logins = { [provider]: AuthenticationResult.IdToken };
    const { IdentityId } = await call("cognito-identity", "GetId", { IdentityPoolId, Logins });
    const { Credentials } = await call("cognito-identity", "GetCredentialsForIdentity", { IdentityId, Logins });
    const as = { accessKeyId: Credentials.AccessKeyId, secretAccessKey: Credentials.SecretKey, sessionToken: Credentials.SessionToken };
    const { Arn } = await call("sts", "GetCallerIdentity", {}, { as });
    assert.equal(Arn, `arn:aws:sts::${ACCOUNT}:assumed-role/keyseal-uploader/CognitoIdentityCredentials`);
    const kms = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.finance.arn };
    assertHas(await call("s3", "PutObject", { Bucket: bucket, Key: "cognito.txt", Body: Buffer.from("signed in"), ...kms }, { as }), kms);
  });

  test("aws-facts 4.3: a wrong password and an unknown user are told apart by nobody", async () => {
    await assertRefused(signIn("uploader", "Wrong-password-1"), "NotAuthorizedException", "Incorrect username or password.");
    await assertRefused(signIn("nobody", "Wrong-password-1"), "NotAuthorizedException", "Incorrect username or password.");
  });

  thoroughly("aws-facts 4.2: nobody gets in as a guest", async () => {
    await assertRefused(call("cognito-identity", "GetId", { IdentityPoolId }), "NotAuthorizedException", "Unauthenticated access is not supported for this identity pool.");
  });

  thoroughly("aws-facts 4.3: a temporary password is replaced, and a refresh token renews the others", async () => {
    const { ChallengeName, Session } = await signIn("newcomer", users.newcomer);
    assert.equal(ChallengeName, "NEW_PASSWORD_REQUIRED");
    const ChallengeResponses = { USERNAME: "newcomer", NEW_PASSWORD: "Chosen-password-1" };
    const first = await call("cognito-idp", "RespondToAuthChallenge", { ClientId, ChallengeName, Session, ChallengeResponses });
    const AuthParameters = { REFRESH_TOKEN: first.AuthenticationResult.RefreshToken };
    const renewed = await call("cognito-idp", "InitiateAuth", { AuthFlow: "REFRESH_TOKEN_AUTH", ClientId, AuthParameters });
    const { UserAttributes, Username } = await call("cognito-idp", "GetUser", { AccessToken: renewed.AuthenticationResult.AccessToken });
    assert.equal(Username, "newcomer");
    assert.ok(UserAttributes.some(({ Name, Value }) => Name === "email" && Value === "newcomer@example.com"));
  });

  thoroughly("aws-facts 4.3: a code of an authenticator app is asked for, and is good for once", async () => {
    const { ChallengeName, Session } = await signIn("totp-uploader", users["totp-uploader"]);
    assert.equal(ChallengeName, "SOFTWARE_TOKEN_MFA");
    const answer = (session, code) =>
      call("cognito-idp", "RespondToAuthChallenge", { ClientId, ChallengeName, Session: session, ChallengeResponses: { USERNAME: "totp-uploader", SOFTWARE_TOKEN_MFA_CODE: code } });
    const code = new TOTP({ secret: COGNITO.totpSecret }).generate();
    const { AuthenticationResult } = await answer(Session, code);
    assert.ok(AuthenticationResult.IdToken);
    const again = await signIn("totp-uploader", users["totp-uploader"]);
    await assertRefused(answer(again.Session, code), "ExpiredCodeException", "Your software token has already been used once.");
  });
}
