import type { Checksum, ChecksumConstructor, SourceData } from "@smithy/types";

/** Links of SigV4's key chain: secret → date → Region → service → `aws4_request`. What the last key makes is a signature. */
const CHAIN_LENGTH = 4;

/** A non-extractable HMAC key and how many links of the chain made it; `undefined` once it was forgotten. */
interface ChainKey {
  readonly key: CryptoKey | undefined;
  readonly depth: number;
}

/** A sealed secret as AWS's signer meets it. */
export interface SealedHash {
  /** Stands in for the secret access key wherever the SDK wants a string. Random: it says nothing of the secret. */
  readonly handle: string;
  /** For the SDK's `sha256` option: plain SHA-256, and HMAC under the sealed key by its handle. */
  readonly Sha256: ChecksumConstructor;
  /** Drops every key: from now on nothing can be signed. */
  forget(): void;
}

/** Thrown when something is to be signed after the sealed key was forgotten. */
class ForgottenKeyError extends Error {
  override readonly name = "ForgottenKeyError";
  constructor() {
    super("The session has ended: its credentials were forgotten");
  }
}

/** Imports key bytes as an HMAC-SHA-256 key that can sign and never be read again. */
export function importSigningKey(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

/**
 * A hash constructor that lets AWS's own signer (`@smithy/signature-v4`) run over a key it cannot see. The signer only ever calls
 * `new Hash(secret)`, `update` and `digest`; so the secret is a handle, and each derived key of the chain leaves `digest` as a handle
 * too: random bytes that only this closure can turn back into a key. Signatures, which are public, are all that comes out.
 * `signingKey` holds `AWS4` + the secret access key.
 */
export function createSealedHash(signingKey: CryptoKey): SealedHash {
  const handle = `sealed-${crypto.randomUUID()}`;
  const fingerprint = crypto.getRandomValues(new Uint8Array(32));
  let root: ChainKey = { key: signingKey, depth: 0 };
  let derived = new WeakMap<object, ChainKey>();

  const digestUnder = async ({ key, depth }: ChainKey, message: Uint8Array<ArrayBuffer>): Promise<Uint8Array> => {
    // The signer starts the chain before it waits for it: a refusal there would be an unhandled rejection, so only the last step refuses
    const mac = key === undefined ? undefined : new Uint8Array(await crypto.subtle.sign("HMAC", key, message));
    if (depth === CHAIN_LENGTH) {
      if (mac === undefined || root.key === undefined) throw new ForgottenKeyError();
      return mac;
    }
    const next = mac === undefined ? undefined : await importSigningKey(mac);
    mac?.fill(0);
    const link = crypto.getRandomValues(new Uint8Array(32));
    derived.set(link, { key: root.key === undefined ? undefined : next, depth: depth + 1 });
    return link;
  };

  /** What the signer means by a secret: a key of the chain, or "the name of this secret", by which it caches derived keys. */
  const resolve = (secret: SourceData): ChainKey | "fingerprint" => {
    if (secret === handle) return "fingerprint";
    if (secret === `AWS4${handle}`) return root;
    const link = typeof secret === "object" ? derived.get(secret) : undefined;
    if (link === undefined) throw root.key === undefined ? new ForgottenKeyError() : new Error("Only the sealed key may sign here");
    return link;
  };

  class Sha256 implements Checksum {
    readonly digestLength = 32;
    readonly #secret: ChainKey | "fingerprint" | undefined;
    #chunks: Uint8Array[] = [];

    constructor(secret?: SourceData) {
      this.#secret = secret === undefined ? undefined : resolve(secret);
    }
    update(chunk: Uint8Array): void {
      this.#chunks.push(chunk);
    }
    reset(): void {
      this.#chunks = [];
    }
    async digest(): Promise<Uint8Array> {
      if (this.#secret === "fingerprint") return fingerprint.slice();
      const message = join(this.#chunks);
      if (this.#secret === undefined) return new Uint8Array(await crypto.subtle.digest("SHA-256", message));
      return digestUnder(this.#secret, message);
    }
  }

  return {
    handle,
    Sha256,
    forget() {
      root = { key: undefined, depth: 0 };
      derived = new WeakMap();
    },
  };
}

function join(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.byteLength, 0));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}
