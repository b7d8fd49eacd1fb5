import { adminPool } from "#local-aws/cognito-idp/admin-call.ts";
import type { CognitoOperation, CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { readPage, takePage } from "#local-aws/cognito-idp/cognito-pages.ts";
import { appClientsOf } from "#local-aws/cognito-idp/rows.ts";

/** ListUserPoolClients. */
export function listUserPoolClients(services: CognitoServices): CognitoOperation {
  return async (input, context) => {
    const page = readPage(input, "MaxResults", "NextToken", 60);
    const pool = adminPool(services, input, context, "cognito-idp:ListUserPoolClients");
    const { items, next } = takePage(appClientsOf(services.metadata, pool.id), (client) => client.clientId, page);
    const UserPoolClients = items.map(({ clientId, clientName }) => ({ ClientId: clientId, ClientName: clientName, UserPoolId: pool.id }));
    return { UserPoolClients, ...(next !== undefined && { NextToken: next }) };
  };
}
