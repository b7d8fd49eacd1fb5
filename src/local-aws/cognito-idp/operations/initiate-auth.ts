import { readClient } from "#local-aws/cognito-idp/app-client.ts";
import { answerOf, refreshedAnswer } from "#local-aws/cognito-idp/authentication-result.ts";
import { invalidParameter, missingParameter } from "#local-aws/cognito-idp/cognito-errors.ts";
import type { CognitoOperation, CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { readRefreshToken } from "#local-aws/cognito-idp/refresh.ts";
import { findPoolUser } from "#local-aws/cognito-idp/rows.ts";
import { assertSecretHash } from "#local-aws/cognito-idp/secret-hash.ts";
import { afterPassword, checkPassword } from "#local-aws/cognito-idp/sign-in.ts";
import { beginSrp, type SignInParty } from "#local-aws/cognito-idp/srp-challenge.ts";

const AUTH_FLOWS = ["USER_SRP_AUTH", "REFRESH_TOKEN_AUTH", "REFRESH_TOKEN", "CUSTOM_AUTH", "ADMIN_NO_SRP_AUTH", "USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH", "USER_AUTH"];

type Parameters = Readonly<Record<string, string>>;

/** InitiateAuth (aws-facts 4.3): client, flow, secret hash, and only then the user are looked at. */
export function initiateAuth(services: CognitoServices): CognitoOperation {
  return async (input, context) => {
    const flow = input.requiredString("AuthFlow", { oneOf: AUTH_FLOWS });
    const parameters = input.strings("AuthParameters");
    const party = readClient(services, input);
    switch (flow) {
      case "USER_SRP_AUTH": {
        assertFlow(party, "ALLOW_USER_SRP_AUTH", "USER_SRP_AUTH is not enabled for the client.");
        const username = await readUsername(services, party, parameters);
        const ChallengeParameters = await beginSrp(services, party, username, required(parameters, "SRP_A"));
        return { ChallengeName: "PASSWORD_VERIFIER", ChallengeParameters };
      }
      case "USER_PASSWORD_AUTH": {
        assertFlow(party, "ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH flow not enabled for this client");
        const username = await readUsername(services, party, parameters);
        const user = await checkPassword(services, party, username, required(parameters, "PASSWORD"));
        return answerOf(services, party, await afterPassword(services, party, user), context);
      }
      case "REFRESH_TOKEN_AUTH":
      case "REFRESH_TOKEN": {
        assertFlow(party, "ALLOW_REFRESH_TOKEN_AUTH", "REFRESH_TOKEN_AUTH flow not enabled for this client");
        const grant = await readRefreshToken(services, party.pool, party.client, required(parameters, "REFRESH_TOKEN"));
        await assertSecretHash(party.client, [grant.user.username, grant.user.sub], parameters["SECRET_HASH"]);
        return refreshedAnswer(services, party, grant, context);
      }
      case "CUSTOM_AUTH":
        throw invalidParameter("Custom auth lambda trigger is not configured for the user pool.");
      case "USER_AUTH":
        throw invalidParameter("USER_AUTH flow not enabled for this client");
      default:
        throw invalidParameter("Initiate Auth method not supported.");
    }
  };
}

function assertFlow({ client }: SignInParty, flow: SignInParty["client"]["explicitAuthFlows"][number], message: string): void {
  if (!client.explicitAuthFlows.includes(flow)) throw invalidParameter(message);
}

async function readUsername({ metadata }: CognitoServices, { pool, client }: SignInParty, parameters: Parameters): Promise<string> {
  const username = required(parameters, "USERNAME");
  if (username.length > 128) throw invalidParameter("USERNAME has more than 128 characters.");
  const own = findPoolUser(metadata, pool.id, username)?.username ?? username;
  await assertSecretHash(client, [username, own], parameters["SECRET_HASH"]);
  return username;
}

function required(parameters: Parameters, name: string): string {
  const value = parameters[name];
  if (value === undefined || value === "") throw missingParameter(name);
  return value;
}
