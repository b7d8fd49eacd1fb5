import { readClient } from "#local-aws/cognito-idp/app-client.ts";
import { answerOf } from "#local-aws/cognito-idp/authentication-result.ts";
import { answerMfaSetup, answerNewPassword, answerSoftwareToken } from "#local-aws/cognito-idp/challenge-answers.ts";
import { invalidParameter, missingParameter } from "#local-aws/cognito-idp/cognito-errors.ts";
import type { CognitoOperation, CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { findPoolUser } from "#local-aws/cognito-idp/rows.ts";
import { assertSecretHash } from "#local-aws/cognito-idp/secret-hash.ts";
import { afterPassword, type SignInStep } from "#local-aws/cognito-idp/sign-in.ts";
import { finishSrp, type SignInParty } from "#local-aws/cognito-idp/srp-challenge.ts";

/** Prefix of the responses that set attributes with a new password. */
const ATTRIBUTE_PREFIX = "userAttributes.";
/** Attributes that only the pool itself sets. */
const READ_ONLY_ATTRIBUTES = ["sub", "email_verified", "phone_number_verified"];

type Responses = Readonly<Record<string, string>>;

/** RespondToAuthChallenge (aws-facts 4.3). A challenge that this pool never gives is refused, loudly. */
export function respondToAuthChallenge(services: CognitoServices): CognitoOperation {
  return async (input, context) => {
    const challenge = input.requiredString("ChallengeName", { min: 1, max: 64 });
    const session = input.string("Session", { min: 20, max: 2048 });
    const responses = input.strings("ChallengeResponses");
    const party = readClient(services, input);
    const username = required(responses, "USERNAME");
    if (username.length > 128) throw invalidParameter("USERNAME has more than 128 characters.");
    const own = findPoolUser(services.metadata, party.pool.id, username)?.username ?? username;
    await assertSecretHash(party.client, [username, own], responses["SECRET_HASH"]);
    const step = await answerChallenge(services, party, { challenge, session, username, responses });
    return answerOf(services, party, step, context);
  };
}

interface ChallengeAnswer {
  readonly challenge: string;
  readonly session: string | undefined;
  readonly username: string;
  readonly responses: Responses;
}

async function answerChallenge(services: CognitoServices, party: SignInParty, answer: ChallengeAnswer): Promise<SignInStep> {
  const { challenge, responses } = answer;
  switch (challenge) {
    case "PASSWORD_VERIFIER":
      return afterPassword(services, party, await finishSrp(services, party, responses));
    case "NEW_PASSWORD_REQUIRED":
      return answerNewPassword(services, party, useOf(answer), required(responses, "NEW_PASSWORD"), newAttributes(responses));
    case "SOFTWARE_TOKEN_MFA":
      return answerSoftwareToken(services, party, useOf(answer), required(responses, "SOFTWARE_TOKEN_MFA_CODE"));
    case "MFA_SETUP":
      return answerMfaSetup(services, party, useOf(answer));
    default:
      throw invalidParameter(`Keyseal's local stand-in for Amazon Cognito does not support the challenge ${challenge}.`);
  }
}

function useOf({ session, username }: ChallengeAnswer): { readonly session: string; readonly username: string } {
  if (session === undefined) throw missingParameter("Session");
  return { session, username };
}

function newAttributes(responses: Responses): Responses {
  const entries = Object.entries(responses).filter(([name]) => name.startsWith(ATTRIBUTE_PREFIX));
  const attributes = Object.fromEntries(entries.map(([name, value]) => [name.slice(ATTRIBUTE_PREFIX.length), value]));
  const refused = READ_ONLY_ATTRIBUTES.find((name) => name in attributes);
  if (refused !== undefined) throw invalidParameter(`Cannot modify the non-mutable attribute ${refused}`);
  return attributes;
}

function required(responses: Responses, name: string): string {
  const value = responses[name];
  if (value === undefined || value === "") throw missingParameter(name);
  return value;
}
