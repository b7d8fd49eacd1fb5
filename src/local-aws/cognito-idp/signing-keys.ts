import { exportJWK, generateKeyPair, importJWK, type CryptoKey, type JSONWebKeySet, type JWK } from "jose";
import { base64 } from "#local-aws/protocol/bytes.ts";
import type { CognitoServices } from "./cognito-operation.ts";

/** A pool signs its ID tokens with one key and its access tokens with another. */
const USES = ["id", "access"] as const;
/** `token_use`. */
export type TokenUse = (typeof USES)[number];

type KeyServices = Pick<CognitoServices, "keyStore" | "random">;

/** The private key that signs a kind of token, and the `kid` under which JWKS has its public half. RSA 2048, made at first use. */
export async function signingKey(services: KeyServices, userPoolId: string, use: TokenUse): Promise<{ readonly kid: string; readonly key: CryptoKey | Uint8Array }> {
  const jwk = await privateJwk(services, userPoolId, use);
  return { kid: jwk.kid ?? "", key: await importJWK(jwk, "RS256") };
}

/** The public keys of a pool: `/POOLID/.well-known/jwks.json`. Tokens name theirs by `kid`. */
export async function jwksOf(services: KeyServices, userPoolId: string): Promise<JSONWebKeySet> {
  const keys = await Promise.all(USES.map((use) => privateJwk(services, userPoolId, use)));
  return { keys: keys.map(({ e, kid, n }) => ({ alg: "RS256", e, kid, kty: "RSA", n, use: "sig" })) };
}

/** Row `["user-pool-signing-key", userPoolId, use]` of the key store. */
async function privateJwk({ keyStore, random }: KeyServices, userPoolId: string, use: TokenUse): Promise<JWK> {
  const row = ["user-pool-signing-key", userPoolId, use];
  const known = keyStore.get<JWK>(row);
  if (known !== undefined) return known;
  const { privateKey } = await generateKeyPair("RS256", { modulusLength: 2048, extractable: true });
  const made = { ...(await exportJWK(privateKey)), alg: "RS256", kid: base64(random.bytes(32)) };
  return keyStore.transact((transaction) => {
    // Two first uses at once: the second must find the first one's key.
    const raced = transaction.get<JWK>(row);
    if (raced !== undefined) return raced;
    transaction.put(row, made);
    return made;
  });
}
