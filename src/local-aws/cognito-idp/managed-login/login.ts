import { answerMfaSetup, answerNewPassword, answerSoftwareToken } from "#local-aws/cognito-idp/challenge-answers.ts";
import type { CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { associateInSession, verifyInSession } from "#local-aws/cognito-idp/mfa-setup.ts";
import { afterPassword, checkPassword, type SignInStep } from "#local-aws/cognito-idp/sign-in.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { readAuthorization, type AuthorizationRequest } from "./authorization-request.ts";
import { redirectWithCode } from "./authorize.ts";
import { browserSessionCookie, csrfToken, isOwnForm } from "./cookies.ts";
import type { Markup } from "./html.ts";
import { codeForm, newPasswordForm, passwordForm, setUpForm, type LoginForm } from "./login-forms.ts";
import { errorPage, pageResponse, redirect } from "./page.ts";
import type { WebCall } from "./web-call.ts";

/** `/login`: GET shows the form, POST takes one step of a sign-in: password, new password, code, set-up of a second factor. */
export async function login(services: CognitoServices, call: WebCall): Promise<Response> {
  const read = readAuthorization(services, call.pool, call.query);
  if (read.kind === "refused") return errorPage(read.message);
  if (read.kind === "error") return redirect(read.location);
  const { request } = read;
  if (call.method !== "POST") return show(services, call, request, (form) => passwordForm(form, call.query.get("login_hint") ?? ""));
  if (!isOwnForm(call)) {
    return show(services, call, request, (form) => passwordForm(form, ""), "This form was too old, or not ours. Please sign in again.", 403);
  }
  try {
    return await stepOn(services, call, request, await takeStep(services, call, request));
  } catch (error) {
    if (error instanceof AwsError) return show(services, call, request, (form) => formAgain(call, form, error), error.message);
    throw error;
  }
}

function takeStep(services: CognitoServices, call: WebCall, { client }: AuthorizationRequest): Promise<SignInStep> {
  const party = { pool: call.pool, client };
  const field = (name: string): string => call.form.get(name) ?? "";
  const use = { session: field("session") };
  switch (field("step")) {
    case "new-password":
      if (field("new_password") !== field("confirm_password")) throw new AwsError(400, "InvalidParameterException", "The two passwords are not the same.");
      return answerNewPassword(services, party, use, field("new_password"));
    case "totp":
      return answerSoftwareToken(services, party, use, field("code"));
    case "mfa-setup":
      return verifyInSession(services, field("session"), field("code"), undefined).then((session) => answerMfaSetup(services, party, { session }));
    default:
      return checkPassword(services, party, field("username"), field("password")).then((user) => afterPassword(services, party, user));
  }
}

async function stepOn(services: CognitoServices, call: WebCall, request: AuthorizationRequest, step: SignInStep): Promise<Response> {
  if (step.kind === "signed-in") {
    const session = { user: step.user, authTime: Math.floor(services.clock.now() / 1000) };
    return redirectWithCode(services, request, session, { "set-cookie": await browserSessionCookie(services, call, session) });
  }
  switch (step.name) {
    case "NEW_PASSWORD_REQUIRED":
      return show(services, call, request, (form) => newPasswordForm(form, step.session, step.user.username));
    case "SOFTWARE_TOKEN_MFA":
      return show(services, call, request, (form) => codeForm(form, step.session));
    case "MFA_SETUP": {
      const { secret, session } = await associateInSession(services, step.session);
      return show(services, call, request, (form) => setUpForm(form, session, secret));
    }
  }
}

/** The form that was refused, to be filled in again; where its session is over, the sign-in begins anew. */
function formAgain(call: WebCall, form: LoginForm, error: AwsError): Markup {
  const field = (name: string): string => call.form.get(name) ?? "";
  const isOver = error.code === "NotAuthorizedException";
  if (field("step") === "new-password" && !isOver) return newPasswordForm(form, field("session"), field("username"));
  if (field("step") === "totp" && !isOver) return codeForm(form, field("session"));
  if (field("step") === "mfa-setup" && !isOver) return setUpForm(form, field("session"), field("secret"));
  return passwordForm(form, field("username"));
}

function show(
  services: CognitoServices,
  call: WebCall,
  request: AuthorizationRequest,
  body: (form: LoginForm) => Markup,
  problem?: string,
  status = 200,
): Promise<Response> {
  const { token, cookie } = csrfToken(services, call);
  const action = `${call.base}/login?${request.parameters.toString()}`;
  return pageResponse({
    title: `Sign in: ${call.pool.name}`,
    body: body({ action, csrfToken: token, poolName: call.pool.name, problem }),
    status,
    headers: { "set-cookie": cookie },
    formTarget: formTargetOf(request.redirectUri),
  });
}

/** The source of a policy that the redirect URI is of: its origin, or the scheme of an app's own. */
function formTargetOf(redirectUri: string): string {
  const { origin, protocol } = new URL(redirectUri);
  return origin === "null" ? protocol : origin;
}
