import { base64, equalTextInConstantTime } from "#local-aws/protocol/bytes.ts";
import type { CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { findPoolUser, type PoolUser } from "#local-aws/cognito-idp/rows.ts";
import { seal, unseal } from "#local-aws/cognito-idp/seal.ts";
import type { WebCall } from "./web-call.ts";

/** Cookie of a signed-in browser, and of the proof that a form came from a page of ours; AWS's names. */
const SESSION_COOKIE = "cognito";
const CSRF_COOKIE = "XSRF-TOKEN";
const SESSION_SECONDS = 3600;

/** Who is signed in to managed login in this browser, and since when (seconds since the epoch). */
export interface BrowserSession {
  readonly user: PoolUser;
  readonly authTime: number;
}

/** The session of a browser: an hour from its sign-in, while its user may sign in. */
export async function readBrowserSession(services: CognitoServices, call: WebCall): Promise<BrowserSession | undefined> {
  const cookie = readCookie(call, SESSION_COOKIE);
  const opened = cookie && (await unseal(services, call.pool.id, "managed-login", cookie));
  if (opened === undefined || opened === "" || opened.state !== "open") return undefined;
  const user = findPoolUser(services.metadata, call.pool.id, String(opened.claims["username"]));
  const isGood = user !== undefined && user.sub === opened.claims.sub && user.enabled && user.status === "CONFIRMED";
  return isGood ? { user, authTime: Number(opened.claims["auth_time"]) } : undefined;
}

/** `Set-Cookie` of a new session. */
export async function browserSessionCookie(services: CognitoServices, call: WebCall, { user, authTime }: BrowserSession): Promise<string> {
  const claims = { username: user.username, sub: user.sub, auth_time: authTime };
  const sealed = await seal(services, call.pool.id, "managed-login", claims, services.clock.now() + SESSION_SECONDS * 1000);
  return setCookie(call, SESSION_COOKIE, sealed, `Max-Age=${SESSION_SECONDS}; SameSite=Lax`);
}

/** `Set-Cookie` that ends the session. */
export function endedSessionCookie(call: WebCall): string {
  return setCookie(call, SESSION_COOKIE, "", "Max-Age=0; SameSite=Lax");
}

/** The token that a page's form must send back: the browser's own if it has one, so that two tabs do not spoil each other. */
export function csrfToken({ random }: Pick<CognitoServices, "random">, call: WebCall): { readonly token: string; readonly cookie: string } {
  const known = readCookie(call, CSRF_COOKIE);
  const token = known !== undefined && /^[\w-]{32}$/.test(known) ? known : base64(random.bytes(24)).replaceAll("+", "-").replaceAll("/", "_");
  return { token, cookie: setCookie(call, CSRF_COOKIE, token, "SameSite=Strict") };
}

/** Whether a form was sent by a page of ours: the token in it is the cookie's, and the browser says no other origin. */
export function isOwnForm(call: WebCall): boolean {
  const [cookie, field, origin] = [readCookie(call, CSRF_COOKIE), call.form.get("_csrf"), call.headers.get("origin")];
  if (cookie === undefined || field === null || (origin !== null && origin !== call.origin)) return false;
  return equalTextInConstantTime(cookie, field);
}

function readCookie({ headers }: WebCall, name: string): string | undefined {
  const pairs = (headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

function setCookie({ base, secure }: WebCall, name: string, value: string, attributes: string): string {
  return `${name}=${value}; Path=${base === "" ? "/" : base}; HttpOnly; ${attributes}${secure ? "; Secure" : ""}`;
}
