import { createJsonService, type JsonOperation, type JsonService } from "#local-aws/protocol/json-service.ts";
import { cognitoInput } from "./cognito-input.ts";
import { cognitoOperations } from "./cognito-operations.ts";
import type { CognitoServices } from "./cognito-operation.ts";

/**
 * Amazon Cognito user pools (aws-facts 4.3). Sign-in is unsigned; the admin calls are signed and allowed by policies. Managed login and
 * the JWKS of pools are web pages, in managed-login/.
 */
export function createCognitoIdp(services: CognitoServices): JsonService {
  const operations = new Map<string, JsonOperation>();
  for (const [name, operation] of cognitoOperations(services)) operations.set(name, (members, context) => operation(cognitoInput(members), context));
  return createJsonService("cognito-idp", operations);
}
