import { adminPool } from "#local-aws/cognito-idp/admin-call.ts";
import { clientNotFound } from "#local-aws/cognito-idp/cognito-errors.ts";
import type { CognitoOperation, CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { appClientMembers } from "#local-aws/cognito-idp/pool-members.ts";
import { findAppClient } from "#local-aws/cognito-idp/rows.ts";

/** DescribeUserPoolClient: with the client's secret. */
export function describeUserPoolClient(services: CognitoServices): CognitoOperation {
  return async (input, context) => {
    const clientId = input.requiredString("ClientId", { min: 1, max: 128, pattern: /^[\w+]+$/ });
    const pool = adminPool(services, input, context, "cognito-idp:DescribeUserPoolClient");
    const client = findAppClient(services.metadata, clientId);
    if (client === undefined || client.userPoolId !== pool.id) throw clientNotFound(clientId);
    return { UserPoolClient: appClientMembers(client) };
  };
}
