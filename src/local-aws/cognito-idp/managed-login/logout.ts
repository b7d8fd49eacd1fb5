import type { CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { findAppClient } from "#local-aws/cognito-idp/rows.ts";
import { withParameters } from "./authorization-request.ts";
import { endedSessionCookie } from "./cookies.ts";
import { errorPage, redirect } from "./page.ts";
import { single, type WebCall } from "./web-call.ts";

/**
 * `GET /logout`: ends the browser's session, then leads to a `logout_uri` of the client, or with the parameters of an authorization
 * request to the login page. It leads nowhere else, and ends nothing for a request that it refuses.
 */
export async function logout({ metadata }: CognitoServices, call: WebCall): Promise<Response> {
  const client = findAppClient(metadata, single(call.query, "client_id") ?? "");
  if (client === undefined || client.userPoolId !== call.pool.id) return errorPage("The app client does not exist.");
  const ended = { "set-cookie": endedSessionCookie(call) };
  const logoutUri = single(call.query, "logout_uri");
  if (logoutUri !== undefined) {
    if (!client.logoutUrls.includes(logoutUri)) return errorPage("The logout_uri is not one of the sign-out URLs of the app client.");
    const state = single(call.query, "state");
    return redirect(state === undefined ? logoutUri : withParameters(logoutUri, { state }), ended);
  }
  const redirectUri = single(call.query, "redirect_uri");
  if (redirectUri === undefined || single(call.query, "response_type") === undefined) {
    return errorPage("Required parameters are missing: logout_uri, or redirect_uri and response_type.");
  }
  if (!client.callbackUrls.includes(redirectUri)) return errorPage("redirect_mismatch: The redirect_uri is not one of the callback URLs of the app client.");
  return redirect(`${call.base}/login?${call.query.toString()}`, ended);
}
