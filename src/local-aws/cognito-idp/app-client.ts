import { equalTextInConstantTime } from "#local-aws/protocol/bytes.ts";
import { clientNotFound, notAuthorized, userPoolNotFound } from "./cognito-errors.ts";
import type { CognitoInput } from "./cognito-input.ts";
import type { CognitoServices } from "./cognito-operation.ts";
import { findAppClient, findUserPool } from "./rows.ts";
import type { SignInParty } from "./srp-challenge.ts";

/** Reads `ClientId`, and finds the client and its pool. @throws AwsError ResourceNotFoundException (aws-facts 4.3) */
export function readClient({ metadata }: CognitoServices, input: CognitoInput): SignInParty {
  const clientId = input.requiredString("ClientId", { min: 1, max: 128, pattern: /^[\w+]+$/ });
  const client = findAppClient(metadata, clientId);
  if (client === undefined) throw clientNotFound(clientId);
  const pool = findUserPool(metadata, client.userPoolId);
  if (pool === undefined) throw userPoolNotFound(client.userPoolId);
  return { pool, client };
}

/** For calls that send the secret of a client itself: it must be the right one, and there only when the client has one. @throws AwsError NotAuthorizedException */
export function assertClientSecret({ client }: SignInParty, given: string | undefined): void {
  if (!isClientSecret(client, given)) throw notAuthorized(`Unable to verify secret for client ${client.clientId}`);
}

/** Whether that is what a client must say: its secret, or nothing when it has none. */
export function isClientSecret({ clientSecret }: SignInParty["client"], given: string | undefined): boolean {
  if (clientSecret === undefined || given === undefined) return clientSecret === given;
  return equalTextInConstantTime(clientSecret, given);
}
