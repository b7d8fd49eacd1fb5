import type { RequestContext } from "#local-aws/protocol/request-context.ts";
import type { CognitoServices } from "./cognito-operation.ts";
import { issuerOf } from "./issuer.ts";
import { useRefreshToken, type RefreshGrant } from "./refresh.ts";
import type { SignInStep } from "./sign-in.ts";
import type { SignInParty } from "./srp-challenge.ts";
import { startTokenFamily } from "./token-families.ts";
import { issueTokens, USER_SCOPE, type Tokens } from "./tokens.ts";

type Answer = Readonly<Record<string, unknown>>;

/** The answer of InitiateAuth and RespondToAuthChallenge to a step: the next challenge, or the tokens (aws-facts 4.3). */
export async function answerOf(services: CognitoServices, party: SignInParty, step: SignInStep, context: RequestContext): Promise<Answer> {
  if (step.kind === "challenge") return { ChallengeName: step.name, ChallengeParameters: step.parameters, Session: step.session };
  const family = await startTokenFamily(services, party.client, step.user, { scopes: [USER_SCOPE] });
  const tokens = await issueTokens(services, { ...party, user: step.user, family, issuer: issuerOf(party.pool.id, context.host, context.secure) });
  return { ChallengeParameters: {}, AuthenticationResult: { ...resultOf(tokens), RefreshToken: tokens.refreshToken } };
}

/** The answer to a refresh token: a new one is in it only where the client rotates them (aws-facts 4.3). */
export async function refreshedAnswer(services: CognitoServices, party: SignInParty, grant: RefreshGrant, context: RequestContext): Promise<Answer> {
  const family = await useRefreshToken(services, party.client, grant);
  const tokens = await issueTokens(services, { ...party, user: grant.user, family, issuer: issuerOf(party.pool.id, context.host, context.secure) });
  const refreshToken = party.client.refreshTokenRotation ? { RefreshToken: tokens.refreshToken } : {};
  return { AuthenticationResult: { ...resultOf(tokens), ...refreshToken } };
}

function resultOf({ accessToken, idToken, expiresIn }: Tokens): Answer {
  return { AccessToken: accessToken, IdToken: idToken, ExpiresIn: expiresIn, TokenType: "Bearer" };
}
