import { EncryptJWT, errors, jwtDecrypt, type JWTPayload } from "jose";
import { hmacSha256, utf8 } from "#local-aws/protocol/bytes.ts";
import type { CognitoServices } from "./cognito-operation.ts";

/** What a sealed text is for: one made for one purpose opens for no other. */
type Purpose = "srp" | "refresh-token" | "managed-login";

/** A text that `seal` made; `expired` ones are told apart so that their holder can be told. */
export type Unsealed = { readonly state: "open"; readonly claims: JWTPayload } | { readonly state: "expired" } | { readonly state: "invalid" };

/**
 * Seals claims into a JWE that only this pool can open, so that the server keeps no state for it (AES-256-GCM under a key of the pool
 * that lies in the key store).
 * @param expiresAt milliseconds since the epoch
 */
export async function seal(services: CognitoServices, userPoolId: string, purpose: Purpose, claims: JWTPayload, expiresAt: number): Promise<string> {
  return new EncryptJWT(claims)
    .setProtectedHeader({ alg: "dir", enc: "A256GCM", cty: "JWT" })
    .setAudience(purpose)
    .setExpirationTime(Math.floor(expiresAt / 1000))
    .encrypt(await sealingKey(services, userPoolId));
}

/** Opens what `seal` made for the same pool and purpose. */
export async function unseal(services: CognitoServices, userPoolId: string, purpose: Purpose, sealed: string): Promise<Unsealed> {
  try {
    const { payload } = await jwtDecrypt(sealed, await sealingKey(services, userPoolId), {
      audience: purpose,
      currentDate: new Date(services.clock.now()),
      keyManagementAlgorithms: ["dir"],
      contentEncryptionAlgorithms: ["A256GCM"],
      requiredClaims: ["exp"],
    });
    return { state: "open", claims: payload };
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { state: "expired" };
    if (error instanceof errors.JOSEError) return { state: "invalid" };
    throw error;
  }
}

/** Bytes that are always the same for a text, and that nobody outside can foretell. */
export async function pseudorandom(services: CognitoServices, userPoolId: string, text: string): Promise<Uint8Array<ArrayBuffer>> {
  return hmacSha256(await sealingKey(services, userPoolId), utf8(text));
}

async function sealingKey({ keyStore, random }: CognitoServices, userPoolId: string): Promise<Uint8Array<ArrayBuffer>> {
  const row = ["user-pool-sealing-key", userPoolId];
  const known = keyStore.get<Uint8Array>(row);
  if (known !== undefined) return known.slice();
  return keyStore.transact((transaction) => {
    // Two first uses at once: the second must find the first one's key.
    const raced = transaction.get<Uint8Array>(row);
    if (raced !== undefined) return raced.slice();
    const made = random.bytes(32);
    transaction.put(row, made);
    return made;
  });
}
