import type { MetadataReader } from "#local-aws/store/metadata-store.ts";
import type { Caller, KeyUsage, KmsKey } from "#local-aws/world.ts";
import { type AskedOfKey, authorizeKey, notOnThisResource } from "./authorize-key.ts";
import { type KeyIdentifier, readKeyIdentifier } from "./key-identifiers.ts";
import { findAlias, findKey } from "./key-rows.ts";
import { isSymmetricEncryptionKey, SYMMETRIC_DEFAULT } from "./key-specs.ts";
import { requireEnabled } from "./key-states.ts";
import { aliasNotFound, invalidKeyId, invalidKeyUsage, keyDoesNotExist, unsupported } from "./kms-errors.ts";

/** Who calls KMS, where, and through whom: `s3` when S3 calls for its own caller (forward access). */
export interface KmsCall {
  readonly caller: Caller;
  readonly region: string;
  readonly viaService?: "s3";
  /** Where given, it collects the ARN of every key that the call settles on: CloudTrail's event names them as its resources. */
  readonly usedKeyArns?: Set<string>;
}

/** Operations that use a key's material, with the usage that a key must have for them. */
const USAGES = {
  Encrypt: "ENCRYPT_DECRYPT",
  Decrypt: "ENCRYPT_DECRYPT",
  ReEncryptFrom: "ENCRYPT_DECRYPT",
  ReEncryptTo: "ENCRYPT_DECRYPT",
  GenerateDataKey: "ENCRYPT_DECRYPT",
  GenerateDataKeyWithoutPlaintext: "ENCRYPT_DECRYPT",
  GenerateDataKeyPair: "ENCRYPT_DECRYPT",
  GenerateDataKeyPairWithoutPlaintext: "ENCRYPT_DECRYPT",
  Sign: "SIGN_VERIFY",
  Verify: "SIGN_VERIFY",
  GenerateMac: "GENERATE_VERIFY_MAC",
  VerifyMac: "GENERATE_VERIFY_MAC",
  DeriveSharedSecret: "KEY_AGREEMENT",
  GetPublicKey: undefined,
} as const satisfies Readonly<Record<string, KeyUsage | undefined>>;

/** An operation that uses a key's material, by the name that its permission and grants have: ReEncrypt is two. */
export type CryptographicOperation = keyof typeof USAGES;

/**
 * The key that a reference names (aws-facts 3.2).
 * @param accepts which forms the operation takes; an alias where only keys are taken is an `Invalid keyId`
 * @throws AwsError NotFoundException; AccessDeniedException for another account's key that is not there
 */
export function resolveKey(reader: MetadataReader, call: KmsCall, action: string, reference: string, accepts: "key" | "key-or-alias"): KmsKey {
  const identifier = readKeyIdentifier(reference, { region: call.region, accountId: call.caller.accountId });
  if (identifier.type === "alias" && accepts === "key") throw invalidKeyId(reference);
  const keyId = identifier.type === "key" ? identifier.keyId : findAlias(reader, { ...identifier, region: call.region })?.targetKeyId;
  const key = keyId === undefined ? undefined : findKey(reader, call.region, keyId);
  if (key === undefined || key.accountId !== identifier.accountId) throw nothingThere(call, action, identifier);
  call.usedKeyArns?.add(key.arn);
  return key;
}

/** A key that is named by id or ARN, for an operation that manages it or reads about it, and that the caller may do. */
export function permittedKey(reader: MetadataReader, call: KmsCall, action: `kms:${string}`, reference: string, asked: AskedOfKey = {}): KmsKey {
  const key = resolveKey(reader, call, action, reference, "key");
  authorizeKey(reader, call, action, key, asked);
  return key;
}

/** The key for a cryptographic operation, after the checks in the order of aws-facts 1.9: form, existence, state, permission, usage. */
export function keyForUse(
  reader: MetadataReader,
  call: KmsCall,
  operation: CryptographicOperation,
  asked: AskedOfKey & { readonly reference: string },
): KmsKey {
  const key = resolveKey(reader, call, `kms:${operation}`, asked.reference, "key-or-alias");
  requireUse(reader, call, operation, key, asked);
  return key;
}

/**
 * The checks of `keyForUse` on a key that is known already: state, permission, usage. Of another account's key, whose state is nobody
 * else's business, the permission comes first. What encrypts or decrypts has `kms:EncryptionAlgorithm`, also where the request cannot name one:
 * data keys, and S3's calls.
 */
export function requireUse(reader: MetadataReader, call: KmsCall, operation: CryptographicOperation, key: KmsKey, asked: AskedOfKey = {}): void {
  call.usedKeyArns?.add(key.arn);
  if (key.accountId === call.caller.accountId) requireEnabled(key);
  const implied = USAGES[operation] === "ENCRYPT_DECRYPT" && { "kms:encryptionalgorithm": [SYMMETRIC_DEFAULT] };
  authorizeKey(reader, call, `kms:${operation}`, key, { ...asked, conditions: { ...implied, ...asked.conditions } });
  requireEnabled(key);
  requireUsage(key, operation);
}

function requireUsage(key: KmsKey, operation: CryptographicOperation): void {
  if (operation === "GetPublicKey") {
    if (isSymmetricEncryptionKey(key) || key.keySpec.startsWith("HMAC_")) throw unsupported();
    return;
  }
  const makesDataKey = operation.startsWith("GenerateDataKey");
  if (makesDataKey && !isSymmetricEncryptionKey(key) && !key.keySpec.startsWith("HMAC_")) {
    throw invalidKeyUsage("You cannot generate a data key with an asymmetric CMK");
  }
  if (key.keyUsage === USAGES[operation]) return;
  const name = operation.startsWith("ReEncrypt") ? "ReEncrypt" : operation;
  throw invalidKeyUsage(`${key.arn} key usage is ${key.keyUsage} which is not valid for ${name}.`);
}

function nothingThere(call: KmsCall, action: string, identifier: KeyIdentifier): Error {
  if (identifier.accountId !== call.caller.accountId) return notOnThisResource(call, action);
  return identifier.type === "key" ? keyDoesNotExist(identifier.arn) : aliasNotFound(identifier.arn);
}
