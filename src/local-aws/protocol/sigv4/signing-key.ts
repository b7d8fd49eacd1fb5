import { hmacSha256, sha256, hex, utf8 } from "#local-aws/protocol/bytes.ts";

/** The only algorithm served; SigV4A (ECDSA) is not. */
export const SIGNING_ALGORITHM = "AWS4-HMAC-SHA256";

/** What a signing key is good for: a day, a Region, a service. */
export interface CredentialScope {
  /** `yyyymmdd` */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

/** `20260102/us-east-1/s3/aws4_request` */
export function scopeText(scope: CredentialScope): string {
  return `${scope.date}/${scope.region}/${scope.service}/aws4_request`;
}

/** Signs texts, as lower-case hexadecimal. Holds the derived key, never the secret access key itself. */
export type Sign = (text: string) => Promise<string>;

/** Derives the signing key of a scope from a secret access key. */
export async function deriveSigner(secretAccessKey: string, scope: CredentialScope): Promise<Sign> {
  let key = utf8(`AWS4${secretAccessKey}`);
  for (const step of [scope.date, scope.region, scope.service, "aws4_request"]) key = await hmacSha256(key, utf8(step));
  const imported = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return async (text) => hex(new Uint8Array(await crypto.subtle.sign("HMAC", imported, utf8(text))));
}

/** What a request's signature signs. */
export async function stringToSign(amzDate: string, scope: CredentialScope, canonicalRequest: string): Promise<string> {
  return [SIGNING_ALGORITHM, amzDate, scopeText(scope), hex(await sha256(utf8(canonicalRequest)))].join("\n");
}
