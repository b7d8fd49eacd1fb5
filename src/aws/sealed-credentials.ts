import type { ChecksumConstructor } from "@smithy/types";
import type { PlainCredentials } from "#domain/credentials.ts";
import { createSealedHash, importSigningKey } from "./sealed-hash.ts";

/** Credentials that can sign and cannot be read: what every client of the SDK is given. */
export interface SealedCredentials {
  readonly accessKeyId: string;
  readonly sessionToken?: string | undefined;
  /** Milliseconds since the epoch; undefined when nobody said. */
  readonly expiresAt?: number | undefined;
  /** Handle of the secret: goes where the SDK wants `secretAccessKey`. */
  readonly secretHandle: string;
  /** Goes where the SDK wants `sha256`; the only thing that can sign for the handle. */
  readonly sha256: ChecksumConstructor;
  /** Forgets the key; requests under way that are signed already go on. */
  forget(): void;
}

/**
 * Turns a secret access key into a non-extractable WebCrypto key at once (architecture, "Secrets"); nothing that is returned holds
 * it. Rejects with a plain `Error` where the page has no WebCrypto, which means that it was not served over HTTPS or from localhost.
 */
export async function sealCredentials(plain: PlainCredentials): Promise<SealedCredentials> {
  if (!("subtle" in crypto)) {
    throw new Error("This page cannot sign requests: open it over HTTPS or from localhost");
  }
  const bytes = new TextEncoder().encode(`AWS4${plain.secretAccessKey}`);
  const key = await importSigningKey(bytes);
  bytes.fill(0);
  const hash = createSealedHash(key);
  return {
    accessKeyId: plain.accessKeyId,
    sessionToken: plain.sessionToken,
    expiresAt: plain.expiresAt,
    secretHandle: hash.handle,
    sha256: hash.Sha256,
    forget: () => hash.forget(),
  };
}
