import type { Services } from "#local-aws/services.ts";
import type { MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import type { KeyUsage, KmsKey } from "#local-aws/world.ts";
import { keyArn } from "./key-identifiers.ts";
import { ONLY_MATERIAL, renewMaterial, saveMaterial } from "./key-material.ts";
import { saveKey } from "./key-rows.ts";
import type { KeySecret } from "./key-secrets.ts";
import { isSymmetricEncryptionKey } from "./key-specs.ts";

/** What tells one new key from another. */
export interface NewKey {
  readonly region: string;
  readonly accountId: string;
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
 * Makes a key with its first material. A key of origin EXTERNAL waits for material in state PendingImport.
 * @param secret of an HMAC or asymmetric key; undefined where WebCrypto cannot make one: such a key can be listed and described, and is
 * refused at every use
 */
export function makeKey(services: Pick<Services, "clock" | "random">, transaction: MetadataTransaction, spec: NewKey, secret?: KeySecret): KmsKey {
  const uuid = services.random.uuid();
  const keyId = spec.multiRegion ? `mrk-${uuid.replaceAll("-", "")}` : uuid;
  const key: KmsKey = {
    ...spec,
    keyId,
    arn: keyArn(spec.region, spec.accountId, keyId),
    createdAt: services.clock.now(),
    keyState: spec.origin === "EXTERNAL" ? "PendingImport" : "Enabled",
    ...(spec.multiRegion && { primaryRegion: spec.region }),
  };
  if (isSymmetricEncryptionKey(key) && spec.origin === "AWS_KMS") return renewMaterial(services, transaction, key);
  if (secret !== undefined) saveMaterial(transaction, key, { materialId: ONLY_MATERIAL, sequence: 0, ...secret });
  saveKey(transaction, key);
  return key;
}
