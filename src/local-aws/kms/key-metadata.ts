import type { MetadataReader } from "#local-aws/store/metadata-store.ts";
import type { KmsKey } from "#local-aws/world.ts";
import { ONLY_MATERIAL, findMaterial } from "./key-material.ts";
import { KEY_SPECS } from "./key-specs.ts";
import { primaryOf, replicasOf } from "./multi-region.ts";

/** Times in the JSON of KMS are seconds since the epoch (aws-facts 3.1). */
export function epochSeconds(milliseconds: number): number {
  return milliseconds / 1000;
}

/** KeyMetadata as DescribeKey, CreateKey and ReplicateKey answer it (aws-facts 3.3). */
export function keyMetadata(reader: MetadataReader, key: KmsKey): Readonly<Record<string, unknown>> {
  const usage = KEY_SPECS.get(key.keySpec)?.[key.keyUsage];
  return {
    AWSAccountId: key.accountId,
    KeyId: key.keyId,
    Arn: key.arn,
    CreationDate: epochSeconds(key.createdAt),
    Enabled: key.keyState === "Enabled",
    Description: key.description,
    KeyUsage: key.keyUsage,
    KeyState: key.keyState,
    ...(key.deletionDate === undefined ? {} : { DeletionDate: epochSeconds(key.deletionDate) }),
    ...expiration(reader, key),
    Origin: key.origin,
    KeyManager: key.keyManager,
    CustomerMasterKeySpec: key.keySpec,
    KeySpec: key.keySpec,
    ...(usage === undefined ? {} : { [usage.member]: usage.algorithms }),
    MultiRegion: key.multiRegion,
    ...(key.multiRegion && { MultiRegionConfiguration: multiRegionConfiguration(reader, key) }),
    ...(key.pendingDeletionWindowInDays !== undefined && { PendingDeletionWindowInDays: key.pendingDeletionWindowInDays }),
    ...(key.currentKeyMaterialId === undefined ? {} : { CurrentKeyMaterialId: key.currentKeyMaterialId }),
  };
}

function multiRegionConfiguration(reader: MetadataReader, key: KmsKey) {
  const place = ({ arn, region }: KmsKey) => ({ Arn: arn, Region: region });
  const primary = primaryOf(reader, key);
  return {
    MultiRegionKeyType: primary.region === key.region ? "PRIMARY" : "REPLICA",
    PrimaryKey: place(primary),
    ReplicaKeys: replicasOf(reader, primary).map(place),
  };
}

/** `ExpirationModel` and `ValidTo` tell of imported material, while there is any. */
function expiration(reader: MetadataReader, key: KmsKey): Readonly<Record<string, unknown>> {
  const material = key.origin === "EXTERNAL" ? findMaterial(reader, key, key.currentKeyMaterialId ?? ONLY_MATERIAL) : undefined;
  if (material?.secret === undefined) return {};
  const validTo = material.imported?.validTo;
  if (validTo === undefined) return { ExpirationModel: "KEY_MATERIAL_DOES_NOT_EXPIRE" };
  return { ValidTo: epochSeconds(validTo), ExpirationModel: "KEY_MATERIAL_EXPIRES" };
}
