import { bearerOf, type TokenBearer } from "#local-aws/cognito-idp/access-token.ts";
import type { CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { jsonAnswer } from "./oauth-answer.ts";
import type { WebCall } from "./web-call.ts";

const EMAIL_CLAIMS = ["email", "email_verified"];
const PHONE_CLAIMS = ["phone_number", "phone_number_verified"];

/** `/oauth2/userInfo`: what the scopes of an access token let its bearer know of the user. Attributes are texts here, `email_verified` too. */
export async function userInfo(services: CognitoServices, { headers, pool }: WebCall): Promise<Response> {
  const accessToken = /^bearer (\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  if (accessToken === undefined) return refusal("invalid_request", "The request has no bearer token");
  try {
    const bearer = await bearerOf(services, accessToken);
    if (bearer.pool.id !== pool.id) return refusal("invalid_token", "Access token is of another user pool.");
    if (!bearer.scopes.includes("openid")) return refusal("invalid_token", "Access token does not contain openid scope");
    return jsonAnswer(claimsOf(bearer));
  } catch (error) {
    if (error instanceof AwsError) return refusal("invalid_token", error.message);
    throw error;
  }
}

function claimsOf({ user, scopes }: TokenBearer): Readonly<Record<string, string>> {
  const isTold = (name: string): boolean => {
    if (EMAIL_CLAIMS.includes(name)) return scopes.includes("email");
    return scopes.includes(PHONE_CLAIMS.includes(name) ? "phone" : "profile");
  };
  return { sub: user.sub, ...Object.fromEntries(Object.entries(user.attributes).filter(([name]) => isTold(name))), username: user.username };
}

function refusal(error: string, description: string): Response {
  return jsonAnswer({ error, error_description: description }, 401, { "www-authenticate": `Bearer error="${error}", error_description="${description}"` });
}
