/** Somebody whom an OpenID provider vouches for: what its token said, once the signature held. */
export interface WebIdentity {
  /** As IAM and identity pools name the provider: `cognito-identity.amazonaws.com`, `cognito-idp.REGION.amazonaws.com/POOLID`. */
  readonly provider: string;
  readonly audience: string;
  readonly subject: string;
  /** `amr` of Cognito's own tokens: `authenticated` or `unauthenticated`, and the providers behind it. */
  readonly methods: readonly string[];
  readonly claims: Readonly<Record<string, unknown>>;
}

/** What a provider says of a token. Times are seconds since the epoch. */
type TokenVerdict =
  | { readonly kind: "valid"; readonly identity: WebIdentity }
  | { readonly kind: "expired"; readonly expiredAt: number; readonly now: number }
  /** The issuer is this provider, but the signature is not, or the token is of another use (an access token). */
  | { readonly kind: "not-verified" }
  | { readonly kind: "other-issuer" };

/** Checks tokens of the issuers that it knows; of any other it says `other-issuer`. Never rejects for what is wrong with a token. */
export interface TokenVerifier {
  verify(token: string): Promise<TokenVerdict>;
}

/** Asks several verifiers in turn; the first that knows the issuer decides. */
export function anyOf(verifiers: readonly TokenVerifier[]): TokenVerifier {
  return {
    async verify(token) {
      for (const verifier of verifiers) {
        const verdict = await verifier.verify(token);
        if (verdict.kind !== "other-issuer") return verdict;
      }
      return { kind: "other-issuer" };
    },
  };
}
