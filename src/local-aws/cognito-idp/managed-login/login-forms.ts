import { html, type Markup } from "./html.ts";

/** What each form of the login page is given. */
export interface LoginForm {
  /** Where it posts to: this page's own URL. */
  readonly action: string;
  readonly csrfToken: string;
  readonly poolName: string;
  /** What went wrong with the form before. */
  readonly problem?: string | undefined;
}

/** User name and password. */
export function passwordForm(form: LoginForm, username: string): Markup {
  const fields = html`<label for="username">User name</label>
<input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="128" value="${username}">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="256">`;
  return wholeForm(form, { step: "password", title: "Sign in", lead: `to the user pool ${form.poolName} of this local AWS`, fields, button: "Sign in" });
}

/** NEW_PASSWORD_REQUIRED. The user name is there for password managers only. */
export function newPasswordForm(form: LoginForm, session: string, username: string): Markup {
  const fields = html`<input type="hidden" name="session" value="${session}">
<input name="username" autocomplete="username" value="${username}" hidden readonly>
<label for="new-password">New password</label>
<input id="new-password" name="new_password" type="password" autocomplete="new-password" required maxlength="256">
<label for="confirm-password">New password again</label>
<input id="confirm-password" name="confirm_password" type="password" autocomplete="new-password" required maxlength="256">`;
  return wholeForm(form, { step: "new-password", title: "Choose a new password", lead: "The one that you signed in with is temporary.", fields, button: "Set password" });
}

/** SOFTWARE_TOKEN_MFA. */
export function codeForm(form: LoginForm, session: string): Markup {
  const fields = html`<input type="hidden" name="session" value="${session}">\n${codeField()}`;
  return wholeForm(form, { step: "totp", title: "Enter the code", lead: "Your authenticator app shows six digits.", fields, button: "Confirm" });
}

/** MFA_SETUP: the secret for the authenticator app, and its first code. */
export function setUpForm(form: LoginForm, session: string, secret: string): Markup {
  const fields = html`<input type="hidden" name="session" value="${session}">
<input type="hidden" name="secret" value="${secret}">
<p>Enter this secret in your authenticator app:</p>
<code>${secret}</code>
${codeField()}`;
  return wholeForm(form, { step: "mfa-setup", title: "Set up a second factor", lead: "This user pool asks for one.", fields, button: "Confirm" });
}

function codeField(): Markup {
  return html`<label for="code">Code</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9]{6}" title="six digits" required maxlength="6">`;
}

interface FormParts {
  readonly step: string;
  readonly title: string;
  readonly lead: string;
  readonly fields: Markup;
  readonly button: string;
}

function wholeForm({ action, csrfToken, problem }: LoginForm, { step, title, lead, fields, button }: FormParts): Markup {
  return html`<h1>${title}</h1>
<p>${lead}</p>
${problem === undefined ? undefined : html`<p role="alert">${problem}</p>`}
<form method="post" action="${action}">
<input type="hidden" name="_csrf" value="${csrfToken}">
<input type="hidden" name="step" value="${step}">
${fields}
<button type="submit">${button}</button>
</form>`;
}
