import { authorizeKey } from "./authorize-key.ts";
import type { MetadataReader } from "#local-aws/store/metadata-store.ts";
import type { Caller, KmsKey } from "#local-aws/world.ts";
import { readKeyIdentifier } from "./key-identifiers.ts";
import { findAlias, findKey } from "./key-rows.ts";
import { isSymmetricEncryptionKey } from "./key-specs.ts";
import {
  accessDenied,
  aliasNotFound,
  disabled,
  invalidKeyId,
  invalidKeyUsage,
  invalidState,
  keyDoesNotExist,
  unsupported,
} from "./kms-errors.ts";

/** Who calls KMS, where, and through whom: `s3` when S3 calls for its own caller (forward access). */
export interface KmsCall {
  readonly caller: Caller;
  readonly region: string;
  readonly viaService?: "s3";
  /** Where given, it collects the ARN of every key that the call settles on: CloudTrail's event names them as its resources. */
  readonly usedKeyArns?: Set<string>;
}

/** Operations that use a key's material. */
export type CryptographicOperation =
  | "Encrypt"
  | "Decrypt"
  | "ReEncryptFrom"
  | "ReEncryptTo"
  | "GenerateDataKey"
  | "GenerateDataKeyWithoutPlaintext";

/**
 * The key that a reference names (aws-facts 3.2).
 * @param accepts which forms the operation takes; an alias where only keys are taken is an `Invalid keyId`
 * @throws AwsError NotFoundException; AccessDeniedException for another account's key
 */
export function resolveKey(
  reader: MetadataReader,
  call: KmsCall,
  action: string,
  reference: string,
  accepts: "key" | "key-or-alias",
): KmsKey {
  const identifier = readKeyIdentifier(reference, { region: call.region, callerArn: call.caller.arn, action });
  if (identifier.type === "key") {
    const key = findKey(reader, call.region, identifier.keyId);
    if (key === undefined) throw keyDoesNotExist(identifier.arn);
    call.usedKeyArns?.add(key.arn);
    return key;
  }
  if (accepts === "key") throw invalidKeyId(reference);
  const keyId = findAlias(reader, call.region, identifier.aliasName)?.targetKeyId;
  const key = keyId === undefined ? undefined : findKey(reader, call.region, keyId);
  if (key === undefined) throw aliasNotFound(identifier.arn);
  call.usedKeyArns?.add(key.arn);
  return key;
}

/**
 * Refuses a key whose state forbids cryptographic use, and all else that the state table marks alike (aws-facts 3.6).
 * @throws AwsError DisabledException, KMSInvalidStateException
 */
export function requireEnabled(key: KmsKey): void {
  if (key.keyState === "Enabled") return;
  if (key.keyState === "Disabled") throw disabled(key.arn);
  if (key.keyState === "PendingImport") throw invalidState(key.arn, "is pending import.");
  requireNotPendingDeletion(key);
  throw invalidState(key.arn, `is ${key.keyState.toLowerCase()}.`);
}

/** Refuses a key that waits for its deletion. @throws AwsError KMSInvalidStateException (aws-facts 3.6) */
export function requireNotPendingDeletion(key: KmsKey): void {
  if (key.keyState === "PendingDeletion") throw invalidState(key.arn, "is pending deletion.");
}

/** Refuses to enable or disable a key that waits, for its deletion or for its material. @throws AwsError KMSInvalidStateException */
export function requireChangeableState(key: KmsKey): void {
  requireNotPendingDeletion(key);
  if (key.keyState === "PendingImport") throw invalidState(key.arn, "is pending import.");
}

/**
 * Refuses to change an AWS managed key: its policy lets the account read its metadata only (aws-facts 3.5, text of 5.4).
 * @throws AwsError AccessDeniedException
 */
export function requireCustomerManaged(call: KmsCall, action: string, key: KmsKey): void {
  if (key.keyManager === "AWS") throw noResourcePolicyAllows(call, action, key.arn);
}

/**
 * The key for a cryptographic operation, after the checks in the order of aws-facts 1.9: form, existence, state, permission, usage.
 * Key policies are the default ones, which leave the decision to the caller's identity policies; the AWS managed key's own policy
 * lets every principal of the account use it through S3, and nobody directly (aws-facts 3.10).
 */
export function keyForUse(reader: MetadataReader, call: KmsCall, operation: CryptographicOperation, reference: string): KmsKey {
  const key = resolveKey(reader, call, `kms:${operation}`, reference, "key-or-alias");
  requireUse(call, operation, key);
  return key;
}

/** The checks of `keyForUse` on a key that is known already: state, permission, usage. */
export function requireUse(call: KmsCall, operation: CryptographicOperation, key: KmsKey): void {
  call.usedKeyArns?.add(key.arn);
  requireEnabled(key);
  const action = `kms:${operation}` as const;
  if (key.keyManager === "CUSTOMER") authorizeKey(call, action, key);
  else if (call.viaService === undefined) throw noResourcePolicyAllows(call, action, key.arn);
  requireSymmetric(key, operation);
}

function requireSymmetric(key: KmsKey, operation: CryptographicOperation): void {
  if (isSymmetricEncryptionKey(key)) return;
  const makesDataKey = operation === "GenerateDataKey" || operation === "GenerateDataKeyWithoutPlaintext";
  if (makesDataKey && !key.keySpec.startsWith("HMAC_")) {
    throw invalidKeyUsage("You cannot generate a data key with an asymmetric CMK");
  }
  if (key.keyUsage !== "ENCRYPT_DECRYPT") {
    throw invalidKeyUsage(`${key.arn} key usage is ${key.keyUsage} which is not valid for ${operation}.`);
  }
  throw unsupported(`Keyseal's local stand-in holds no ${key.keySpec} material: ${operation} works with symmetric encryption keys only.`);
}

function noResourcePolicyAllows(call: KmsCall, action: string, keyArn: string): Error {
  return accessDenied(
    `User: ${call.caller.arn} is not authorized to perform: ${action} on resource: ${keyArn} because no resource-based policy ` +
      `allows the ${action} action`,
  );
}
