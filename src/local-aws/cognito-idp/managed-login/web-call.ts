import { issuerOf } from "#local-aws/cognito-idp/issuer.ts";
import type { UserPool } from "#local-aws/cognito-idp/rows.ts";

/** A request to a pool's domain, read. */
export interface WebCall {
  readonly method: string;
  /** Below the pool's domain: `/oauth2/authorize`. */
  readonly path: string;
  /** What stands before `path` in URLs of this call: empty on the pool's own host, `/_cognito/DOMAIN` on the plain endpoint. */
  readonly base: string;
  /** Scheme and host, as the browser has them. */
  readonly origin: string;
  readonly secure: boolean;
  readonly host: string;
  readonly pool: UserPool;
  readonly headers: Headers;
  readonly query: URLSearchParams;
  /** Of a form's POST; empty otherwise. */
  readonly form: URLSearchParams;
}

/** Issuer of the tokens that this call gives. */
export function issuerOfCall({ pool, host, secure }: WebCall): string {
  return issuerOf(pool.id, host, secure);
}

/** The value of a parameter; undefined when it is absent, empty or repeated: OAuth takes none twice (RFC 6749 section 3.1). */
export function single(parameters: URLSearchParams, name: string): string | undefined {
  const values = parameters.getAll(name);
  return values.length === 1 && values[0] !== "" ? values[0] : undefined;
}
