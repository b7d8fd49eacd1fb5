import type { TokenVerifier } from "#local-aws/iam/web-identity.ts";
import { createJsonService, type JsonService } from "#local-aws/protocol/json-service.ts";
import type { Services } from "#local-aws/services.ts";
import { describeIdentityPool, getIdentityPoolRoles } from "./describe-identity-pool.ts";
import { getCredentialsForIdentity } from "./get-credentials-for-identity.ts";
import { getId } from "./get-id.ts";
import { getOpenIdToken } from "./get-open-id-token.ts";

/** Amazon Cognito identity pools (aws-facts 4.2). `tokens` knows the user pools whose ID tokens are logins. */
export function createCognitoIdentity(services: Pick<Services, "clock" | "metadata" | "random" | "keyStore">, tokens: TokenVerifier): JsonService {
  return createJsonService(
    "cognito-identity",
    new Map([
      ["DescribeIdentityPool", describeIdentityPool(services)],
      ["GetCredentialsForIdentity", getCredentialsForIdentity(services, tokens)],
      ["GetId", getId(services, tokens)],
      ["GetIdentityPoolRoles", getIdentityPoolRoles(services)],
      ["GetOpenIdToken", getOpenIdToken(services, tokens)],
    ]),
  );
}
