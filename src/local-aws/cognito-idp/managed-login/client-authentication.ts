import { isClientSecret } from "#local-aws/cognito-idp/app-client.ts";
import type { CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { findAppClient } from "#local-aws/cognito-idp/rows.ts";
import type { SignInParty } from "#local-aws/cognito-idp/srp-challenge.ts";
import { fromBase64, fromUtf8 } from "#local-aws/protocol/bytes.ts";
import { single, type WebCall } from "./web-call.ts";

/**
 * The client that asks for tokens: one with a secret proves it by HTTP Basic or in the form, one without gives its id in the form.
 * Undefined for a client that is not this pool's, or that proves nothing or too much.
 */
export function authenticateClient({ metadata }: CognitoServices, { pool, headers, form }: WebCall): SignInParty | undefined {
  const authorization = headers.get("authorization");
  const basic = authorization === null ? undefined : readBasic(authorization);
  const formId = single(form, "client_id");
  if (authorization !== null && (basic === undefined || form.has("client_secret") || (formId !== undefined && formId !== basic.id))) return undefined;
  const client = findAppClient(metadata, basic?.id ?? formId ?? "");
  if (client === undefined || client.userPoolId !== pool.id) return undefined;
  return isClientSecret(client, basic?.secret ?? single(form, "client_secret")) ? { pool, client } : undefined;
}

/** Id and secret are form-encoded before they are joined (RFC 6749 section 2.3.1). */
function readBasic(authorization: string): { readonly id: string; readonly secret: string } | undefined {
  const bytes = fromBase64(/^basic (.+)$/i.exec(authorization)?.[1] ?? "");
  const [, id, secret] = /^([^:]*):(.*)$/s.exec(bytes === undefined ? "" : fromUtf8(bytes)) ?? [];
  if (id === undefined || secret === undefined) return undefined;
  try {
    const decode = (text: string): string => decodeURIComponent(text.replaceAll("+", " "));
    return { id: decode(id), secret: decode(secret) };
  } catch {
    return undefined;
  }
}
