import { makeDataKey } from "./data-key.ts";
import { doDueWork } from "./due-work.ts";
import { keyForUse, requireUse } from "./key-access.ts";
import type { KmsCall } from "./key-access.ts";
import { decryptUnder, readCiphertext } from "./key-cryptography.ts";
import { readKeyIdentifier } from "./key-identifiers.ts";
import { findKey } from "./key-rows.ts";
import { invalidKeyId, keyDoesNotExist } from "./kms-errors.ts";
import type { KmsForS3 } from "./kms-for-s3.ts";
import type { KmsServices } from "./kms-operation.ts";
import { S3_ALIAS, s3ManagedKey } from "./managed-key.ts";
import type { KmsKey } from "#local-aws/world.ts";

/** Bytes of the data keys that S3 asks for: AES_256. */
const DATA_KEY_BYTES = 32;

type Request = Omit<Parameters<KmsForS3["generateDataKey"]>[0], "encryptionContext">;

/**
 * The calls that S3 makes with its caller's permission (forward access): the same checks as direct calls, but for the AWS managed key
 * `aws/s3`, which any principal of the account may use in this way (aws-facts 3.10). The check of the account is the front's: it
 * lets in no caller of another one.
 */
export function createKmsForS3(services: KmsServices): KmsForS3 {
  const keyOf = async ({ caller, region, keyReference }: Request): Promise<KmsKey> => {
    await doDueWork(services);
    const call: KmsCall = { caller, region, viaService: "s3" };
    if (keyReference !== undefined && !namesManagedKey(call, keyReference)) {
      return keyForUse(services.keyStore, call, "GenerateDataKey", keyReference);
    }
    const key = await s3ManagedKey(services, region);
    requireUse(call, "GenerateDataKey", key);
    return key;
  };

  return {
    async generateDataKey(request) {
      const key = await keyOf(request);
      const { plaintext, ciphertextBlob } = await makeDataKey(services, key, DATA_KEY_BYTES, request.encryptionContext);
      return { keyArn: key.arn, plaintext, ciphertextBlob };
    },
    async decrypt({ caller, region, ciphertextBlob, encryptionContext }) {
      await doDueWork(services);
      const call: KmsCall = { caller, region, viaService: "s3" };
      const blob = readCiphertext(ciphertextBlob);
      const identifier = readKeyIdentifier(blob.keyArn, { region, callerArn: caller.arn, action: "kms:Decrypt" });
      if (identifier.type !== "key") throw invalidKeyId(blob.keyArn);
      const key = findKey(services.keyStore, region, identifier.keyId);
      // S3 keeps the ARN beside the object, so it can name the key that is gone (aws-facts 1.9 row 2).
      if (key === undefined) throw keyDoesNotExist(identifier.arn);
      requireUse(call, "Decrypt", key);
      return { keyArn: key.arn, plaintext: await decryptUnder(services.keyStore, key, blob, encryptionContext) };
    },
    async resolve(request) {
      const key = await keyOf(request);
      return { keyArn: key.arn };
    },
  };
}

function namesManagedKey({ caller, region }: KmsCall, keyReference: string): boolean {
  const identifier = readKeyIdentifier(keyReference, { region, callerArn: caller.arn, action: "kms:GenerateDataKey" });
  return identifier.type === "alias" && identifier.aliasName === S3_ALIAS;
}
