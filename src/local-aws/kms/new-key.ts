import { hex } from "#local-aws/protocol/bytes.ts";
import type { Services } from "#local-aws/services.ts";
import type { MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import { ACCOUNT_ID } from "#local-aws/world.ts";
import type { KeyUsage, KmsKey } from "#local-aws/world.ts";
import { keyArn } from "./key-identifiers.ts";
import { saveKey, saveMaterial } from "./key-rows.ts";
import { isSymmetricEncryptionKey } from "./key-specs.ts";

/** What tells one new key from another. */
export interface NewKey {
  readonly region: string;
  readonly description: string;
  readonly keySpec: string;
  readonly keyUsage: KeyUsage;
  readonly keyManager: KmsKey["keyManager"];
  readonly origin: KmsKey["origin"];
  readonly multiRegion: boolean;
  readonly policy: string;
  readonly tags: KmsKey["tags"];
}

/**
 * Makes a key with its first material. Only symmetric keys of origin AWS_KMS have material here: the others exist to be listed,
 * described and refused. A key of origin EXTERNAL waits for material in state PendingImport.
 */
export function makeKey(services: Pick<Services, "clock" | "random">, transaction: MetadataTransaction, spec: NewKey): KmsKey {
  const uuid = services.random.uuid();
  const keyId = spec.multiRegion ? `mrk-${uuid.replaceAll("-", "")}` : uuid;
  const key: KmsKey = {
    ...spec,
    keyId,
    arn: keyArn(spec.region, keyId),
    accountId: ACCOUNT_ID,
    createdAt: services.clock.now(),
    keyState: spec.origin === "EXTERNAL" ? "PendingImport" : "Enabled",
  };
  if (isSymmetricEncryptionKey(key) && spec.origin === "AWS_KMS") return renewMaterial(services, transaction, key);
  saveKey(transaction, key);
  return key;
}

/** Gives a symmetric key new material to encrypt with from now on, and saves the key (aws-facts 3.7). */
export function renewMaterial(services: Pick<Services, "random">, transaction: MetadataTransaction, key: KmsKey): KmsKey {
  const currentKeyMaterialId = hex(services.random.bytes(32));
  const renewed = { ...key, currentKeyMaterialId };
  saveMaterial(transaction, key, currentKeyMaterialId, services.random.bytes(32));
  saveKey(transaction, renewed);
  return renewed;
}
