import type { KmsKey } from "#local-aws/world.ts";
import type { CiphertextBlob } from "./ciphertext-blob.ts";
import type { Context } from "./encryption-context.ts";
import { requireUse, resolveKey } from "./key-access.ts";
import type { CryptographicOperation, KmsCall } from "./key-access.ts";
import { decryptUnder, readCiphertext } from "./key-cryptography.ts";
import { readKeyIdentifier } from "./key-identifiers.ts";
import { findKey } from "./key-rows.ts";
import { accessDenied, incorrectKey } from "./kms-errors.ts";
import type { KmsServices } from "./kms-operation.ts";

/** What Decrypt and the first half of ReEncrypt are asked. */
export interface CiphertextRequest {
  readonly operation: Extract<CryptographicOperation, "Decrypt" | "ReEncryptFrom">;
  readonly ciphertext: Uint8Array;
  /** The key that the caller says made it; optional for symmetric keys. */
  readonly keyReference: string | undefined;
  readonly context: Context;
}

/**
 * Decrypts a ciphertext for a caller who may use its key (aws-facts 3.8).
 * @throws AwsError InvalidCiphertextException for what is no ciphertext, damage or another context; IncorrectKeyException when the caller
 * names another key; AccessDeniedException, as AWS answers, when the key that made it is not here (any more)
 */
export async function openCiphertext(
  services: Pick<KmsServices, "keyStore">,
  call: KmsCall,
  request: CiphertextRequest,
): Promise<{ readonly key: KmsKey; readonly blob: CiphertextBlob; readonly plaintext: Uint8Array<ArrayBuffer> }> {
  const blob = readCiphertext(request.ciphertext);
  if (request.keyReference !== undefined) {
    const named = resolveKey(services.keyStore, call, `kms:${request.operation}`, request.keyReference, "key-or-alias");
    if (named.arn !== blob.keyArn) throw incorrectKey();
  }
  const key = keyThatMade(services, call, blob, request.operation);
  requireUse(call, request.operation, key);
  return { key, blob, plaintext: await decryptUnder(services.keyStore, key, blob, request.context) };
}

function keyThatMade(services: Pick<KmsServices, "keyStore">, call: KmsCall, blob: CiphertextBlob, operation: string): KmsKey {
  const [, , , region] = blob.keyArn.split(":");
  const identifier =
    region === call.region ? readKeyIdentifier(blob.keyArn, { region, callerArn: call.caller.arn, action: `kms:${operation}` }) : undefined;
  const key = identifier?.type === "key" ? findKey(services.keyStore, call.region, identifier.keyId) : undefined;
  if (key !== undefined) return key;
  throw accessDenied(
    "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.",
  );
}
