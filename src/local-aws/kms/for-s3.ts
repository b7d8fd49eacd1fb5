import { makeDataKey } from "./data-key.ts";
import { doDueWork } from "./due-work.ts";
import { keyForUse, requireUse, resolveKey } from "./key-access.ts";
import type { KmsCall } from "./key-access.ts";
import { decryptUnder, readCiphertext } from "./key-cryptography.ts";
import { readKeyIdentifier } from "./key-identifiers.ts";
import type { KmsForS3 } from "./kms-for-s3.ts";
import type { KmsServices } from "./kms-operation.ts";
import { S3_ALIAS, s3ManagedKey } from "./managed-key.ts";
import type { KmsKey } from "#local-aws/world.ts";

/** Bytes of the data keys that S3 asks for: AES_256. */
const DATA_KEY_BYTES = 32;

type Request = Parameters<KmsForS3["resolve"]>[0];

/**
 * The calls that S3 makes with its caller's permission (forward access): the same checks as direct calls. Where no key is named, it is
 * the AWS managed key `aws/s3` of the caller's account, whose policy lets every principal of that account use it in this way (aws-facts
 * 3.10). S3 keeps the ARN beside the object, so it can name the key that is gone (aws-facts 1.9 row 2).
 */
export function createKmsForS3(services: KmsServices): KmsForS3 {
  const keyOf = async ({ caller, region, keyReference, encryptionContext = {}, operations = ["GenerateDataKey"] }: Request): Promise<KmsKey> => {
    await doDueWork(services);
    const call: KmsCall = { caller, region, viaService: "s3" };
    if (keyReference !== undefined && !namesManagedKey(call, keyReference)) {
      const [first = "GenerateDataKey", ...others] = operations;
      const key = keyForUse(services.keyStore, call, first, { reference: keyReference, context: encryptionContext });
      for (const operation of others) requireUse(services.keyStore, call, operation, key, { reference: keyReference, context: encryptionContext });
      return key;
    }
    const key = await s3ManagedKey(services, { region, accountId: caller.accountId });
    for (const operation of operations) requireUse(services.keyStore, call, operation, key, { reference: S3_ALIAS, context: encryptionContext });
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
      const key = resolveKey(services.keyStore, call, "kms:Decrypt", blob.keyArn, "key");
      requireUse(services.keyStore, call, "Decrypt", key, { context: encryptionContext });
      return { keyArn: key.arn, plaintext: await decryptUnder(services.keyStore, key, blob, encryptionContext) };
    },
    async resolve(request) {
      const key = await keyOf(request);
      return { keyArn: key.arn };
    },
  };
}

function namesManagedKey({ caller, region }: KmsCall, keyReference: string): boolean {
  const identifier = readKeyIdentifier(keyReference, { region, accountId: caller.accountId });
  return identifier.type === "alias" && identifier.aliasName === S3_ALIAS && identifier.accountId === caller.accountId;
}
