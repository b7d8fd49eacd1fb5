import { createJsonService, type JsonService } from "#local-aws/protocol/json-service.ts";

/** Amazon Cognito user pools (aws-facts 4.3). */
export function createCognitoIdp(): JsonService {
  return createJsonService("cognito-idp", new Map());
}
