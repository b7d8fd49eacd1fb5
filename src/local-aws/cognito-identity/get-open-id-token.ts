import type { TokenVerifier } from "#local-aws/iam/web-identity.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { JsonOperation } from "#local-aws/protocol/json-service.ts";
import type { Services } from "#local-aws/services.ts";
import { readIdentityRequest } from "./identity-request.ts";
import { issuePoolToken } from "./pool-tokens.ts";

/** GetOpenIdToken, the first step of the classic flow: a token of ten minutes for AssumeRoleWithWebIdentity (aws-facts 4.2). Unsigned. */
export function getOpenIdToken(services: Pick<Services, "clock" | "metadata" | "keyStore">, tokens: TokenVerifier): JsonOperation {
  return async (input) => {
    const request = await readIdentityRequest(services, tokens, input);
    if (!request.pool.allowClassicFlow) {
      throw new AwsError(400, "InvalidParameterException", "Basic (classic) flow is not enabled, please use enhanced flow.");
    }
    return { IdentityId: request.identity.identityId, Token: await issuePoolToken(services, request) };
  };
}
