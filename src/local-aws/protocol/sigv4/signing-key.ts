import { hex, utf8 } from "#local-aws/protocol/bytes.ts";
import type { Hashing } from "#local-aws/services.ts";

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
export type Sign = (text: string) => string;

/** Signing keys are good for a day and serve every request of it, so they are derived once. More than are in use at a time. */
const MAX_REMEMBERED_KEYS = 256;
/** By secret and scope; the one longest unused comes first. */
const rememberedKeys = new Map<string, Uint8Array>();

/** Derives the signing key of a scope from a secret access key, or finds it derived already. */
export function deriveSigner(hashing: Hashing, secretAccessKey: string, scope: CredentialScope): Sign {
  const name = `${scopeText(scope)}/${secretAccessKey}`;
  const key = rememberedKeys.get(name) ?? deriveKey(hashing, secretAccessKey, scope);
  rememberedKeys.delete(name);
  rememberedKeys.set(name, key);
  const [oldest] = rememberedKeys.keys();
  if (rememberedKeys.size > MAX_REMEMBERED_KEYS && oldest !== undefined) rememberedKeys.delete(oldest);
  return (text) => hex(hashing.hmacSha256(key, utf8(text)));
}

function deriveKey(hashing: Hashing, secretAccessKey: string, scope: CredentialScope): Uint8Array {
  let key: Uint8Array = utf8(`AWS4${secretAccessKey}`);
  for (const step of [scope.date, scope.region, scope.service, "aws4_request"]) key = hashing.hmacSha256(key, utf8(step));
  return key;
}

/** What a request's signature signs. */
export function stringToSign(hashing: Hashing, amzDate: string, scope: CredentialScope, canonicalRequest: string): string {
  const hasher = hashing.create("SHA256");
  hasher.update(utf8(canonicalRequest));
  return [SIGNING_ALGORITHM, amzDate, scopeText(scope), hex(hasher.digest())].join("\n");
}
