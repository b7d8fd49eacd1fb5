import { findAppClient, type AppClient, type UserPool } from "#local-aws/cognito-idp/rows.ts";
import type { CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { single } from "./web-call.ts";

/** A valid request for a code. */
export interface AuthorizationRequest {
  readonly client: AppClient;
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly nonce: string | undefined;
  readonly scopes: readonly string[];
  /** S256: base64url of the verifier's SHA-256. */
  readonly codeChallenge: string;
  readonly prompt: string | undefined;
  /** The parameters again, for the login page's own URL. */
  readonly parameters: URLSearchParams;
}

/** What becomes of a request: `refused` ones have nobody to be sent to, `error` ones go back to the client (RFC 6749 section 4.1.2.1). */
export type ReadAuthorization =
  | { readonly kind: "valid"; readonly request: AuthorizationRequest }
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "error"; readonly location: string };

/** `identity_provider` and `idp_identifier` are taken and mean nothing here: the pool has no other provider. */
const PARAMETERS = ["client_id", "response_type", "redirect_uri", "state", "nonce", "scope", "code_challenge", "code_challenge_method", "prompt", "login_hint", "identity_provider", "idp_identifier"];
/** Scopes that only say more of what `openid` says. */
const OPENID_SCOPES = ["email", "phone", "profile"];

/** Reads and checks the parameters of `/oauth2/authorize` and `/login`. Client and redirect URI come first: nothing is sent to a foreign one. */
export function readAuthorization({ metadata }: Pick<CognitoServices, "metadata">, pool: UserPool, query: URLSearchParams): ReadAuthorization {
  const client = findAppClient(metadata, single(query, "client_id") ?? "");
  if (client === undefined || client.userPoolId !== pool.id) return { kind: "refused", message: "The app client does not exist." };
  const redirectUri = single(query, "redirect_uri");
  if (redirectUri === undefined || !client.callbackUrls.includes(redirectUri)) {
    return { kind: "refused", message: "redirect_mismatch: The redirect_uri is not one of the callback URLs of the app client." };
  }
  const state = single(query, "state");
  const problem = problemOf(client, query);
  if (problem !== undefined) return { kind: "error", location: errorLocation(redirectUri, state, problem[0], problem[1]) };
  const parameters = new URLSearchParams([...query].filter(([name]) => PARAMETERS.includes(name) && name !== "prompt"));
  const scopes = scopesOf(client, query);
  const codeChallenge = single(query, "code_challenge") ?? "";
  return { kind: "valid", request: { client, redirectUri, state, nonce: single(query, "nonce"), scopes, codeChallenge, prompt: single(query, "prompt"), parameters } };
}

/** A redirect URI with an error for its client. */
export function errorLocation(redirectUri: string, state: string | undefined, error: string, description: string): string {
  return withParameters(redirectUri, { error, error_description: description, state });
}

/** A URL with parameters added to its query. */
export function withParameters(url: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const added = new URL(url);
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) added.searchParams.append(name, value);
  return added.href;
}

function scopesOf(client: AppClient, query: URLSearchParams): readonly string[] {
  const asked = single(query, "scope")?.split(" ").filter((scope) => scope !== "");
  return asked === undefined ? client.allowedOAuthScopes : [...new Set(asked)];
}

function problemOf(client: AppClient, query: URLSearchParams): readonly [error: string, description: string] | undefined {
  const repeated = PARAMETERS.find((name) => query.getAll(name).length > 1);
  if (repeated !== undefined) return ["invalid_request", `${repeated} is given more than once`];
  const responseType = single(query, "response_type");
  if (responseType === undefined) return ["invalid_request", "response_type is missing"];
  if (responseType !== "code") return ["unsupported_response_type", "Only response_type=code is supported"];
  const challenge = single(query, "code_challenge");
  if (challenge === undefined) return ["invalid_request", "code_challenge is required"];
  if (single(query, "code_challenge_method") !== "S256") return ["invalid_request", "Only code_challenge_method=S256 is supported"];
  if (!/^[\w-]{43}$/.test(challenge)) return ["invalid_request", "code_challenge is not a SHA-256 in base64url"];
  const scopes = scopesOf(client, query);
  if (!scopes.every((scope) => client.allowedOAuthScopes.includes(scope))) return ["invalid_scope", "The app client does not allow a scope that was asked for"];
  if (!scopes.includes("openid") && scopes.some((scope) => OPENID_SCOPES.includes(scope))) return ["invalid_scope", "email, phone and profile need openid"];
  return undefined;
}
