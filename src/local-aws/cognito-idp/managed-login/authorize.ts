import type { CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { issueCode } from "./authorization-codes.ts";
import { errorLocation, readAuthorization, withParameters, type AuthorizationRequest } from "./authorization-request.ts";
import { readBrowserSession, type BrowserSession } from "./cookies.ts";
import { errorPage, redirect } from "./page.ts";
import type { WebCall } from "./web-call.ts";

/** `GET /oauth2/authorize`: a code at once for a browser that is signed in, else the login page. `prompt=none` shows none, `login` always does. */
export async function authorize(services: CognitoServices, call: WebCall): Promise<Response> {
  const read = readAuthorization(services, call.pool, call.query);
  if (read.kind === "refused") return errorPage(read.message);
  if (read.kind === "error") return redirect(read.location);
  const { request } = read;
  const session = request.prompt === "login" || request.prompt === "select_account" ? undefined : await readBrowserSession(services, call);
  if (session !== undefined) return redirectWithCode(services, request, session);
  if (request.prompt === "none") return redirect(errorLocation(request.redirectUri, request.state, "login_required", "The user is not signed in"));
  return redirect(`${call.base}/login?${request.parameters.toString()}`);
}

/** Sends the browser back to the client with a code. @param headers such as the cookie of a new session */
export async function redirectWithCode(
  services: CognitoServices,
  request: AuthorizationRequest,
  session: BrowserSession,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const code = await issueCode(services, request, session);
  return redirect(withParameters(request.redirectUri, { code, state: request.state }), headers);
}
