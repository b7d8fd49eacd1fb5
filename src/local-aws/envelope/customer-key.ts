import { equalInConstantTime, hmacSha256 } from "#local-aws/protocol/bytes.ts";
import type { Random } from "#local-aws/services.ts";
import { authenticatedFields } from "./bytes.ts";
import { unwrapKey, wrapKey } from "./key-wrap.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * A data key wrapped under the customer's own key (SSE-C). The customer's key is not in it: `verifier` is a salted HMAC to check it
 * against, and what wraps the data key is derived from it.
 */
export interface CustomerKeyWrap {
  readonly by: "customer-key";
  readonly salt: Bytes;
  readonly verifier: Bytes;
  readonly wrapped: Bytes;
}

const SALT_BYTES = 32;

/** Wraps a data key under a customer's key of 32 bytes, bound to where the object lies. */
export async function wrapUnderCustomerKey(random: Pick<Random, "bytes">, customerKey: Bytes, dataKey: Bytes, boundTo: Bytes): Promise<CustomerKeyWrap> {
  const salt = random.bytes(SALT_BYTES);
  return {
    by: "customer-key",
    salt,
    verifier: await verifierOf(customerKey, salt),
    wrapped: await wrapKey(random, await wrappingKey(customerKey, salt), dataKey, boundTo),
  };
}

/** Whether this is the customer's key that the data key was wrapped under. */
export async function wrappedUnder(wrap: CustomerKeyWrap, customerKey: Bytes): Promise<boolean> {
  return equalInConstantTime(wrap.verifier, await verifierOf(customerKey, wrap.salt));
}

/** The data key. Throws TamperedError under another customer's key, or when it is bound to another place. */
export async function unwrapUnderCustomerKey(wrap: CustomerKeyWrap, customerKey: Bytes, boundTo: Bytes): Promise<Bytes> {
  return unwrapKey(await wrappingKey(customerKey, wrap.salt), wrap.wrapped, boundTo);
}

function verifierOf(customerKey: Bytes, salt: Bytes): Promise<Bytes> {
  return hmacSha256(customerKey, authenticatedFields("keyseal customer key verifier", salt));
}

async function wrappingKey(customerKey: Bytes, salt: Bytes): Promise<Bytes> {
  const imported = await crypto.subtle.importKey("raw", customerKey, "HKDF", false, ["deriveBits"]);
  const info = authenticatedFields("keyseal customer key wrapping");
  return new Uint8Array(await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt, info }, imported, 256));
}
