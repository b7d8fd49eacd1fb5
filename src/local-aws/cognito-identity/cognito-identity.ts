import { createJsonService, type JsonService } from "#local-aws/protocol/json-service.ts";

/** Amazon Cognito identity pools (aws-facts 4.2). */
export function createCognitoIdentity(): JsonService {
  return createJsonService("cognito-identity", new Map());
}
