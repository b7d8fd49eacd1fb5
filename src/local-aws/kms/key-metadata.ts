import type { KmsKey } from "#local-aws/world.ts";
import { KEY_SPECS } from "./key-specs.ts";

/** Times in the JSON of KMS are seconds since the epoch (aws-facts 3.1). */
export function epochSeconds(milliseconds: number): number {
  return milliseconds / 1000;
}

/** KeyMetadata as DescribeKey and CreateKey answer it (aws-facts 3.3). */
export function keyMetadata(key: KmsKey): Readonly<Record<string, unknown>> {
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
    Origin: key.origin,
    KeyManager: key.keyManager,
    CustomerMasterKeySpec: key.keySpec,
    KeySpec: key.keySpec,
    ...(usage === undefined ? {} : { [usage.member]: usage.algorithms }),
    MultiRegion: key.multiRegion,
    ...(key.multiRegion ? { MultiRegionConfiguration: primaryWithoutReplicas(key) } : {}),
    ...(key.currentKeyMaterialId === undefined ? {} : { CurrentKeyMaterialId: key.currentKeyMaterialId }),
  };
}

/** Replication is not part of the stand-in, so a multi-Region key is always a primary key on its own. */
function primaryWithoutReplicas(key: KmsKey) {
  return { MultiRegionKeyType: "PRIMARY", PrimaryKey: { Arn: key.arn, Region: key.region }, ReplicaKeys: [] };
}
