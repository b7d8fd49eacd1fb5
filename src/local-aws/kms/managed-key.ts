import type { Services } from "#local-aws/services.ts";
import type { MetadataReader } from "#local-aws/store/metadata-store.ts";
import type { KmsKey } from "#local-aws/world.ts";
import { scheduleWork } from "./due-rows.ts";
import { aliasArn } from "./key-identifiers.ts";
import { findAlias, findKey, saveAlias, saveKey } from "./key-rows.ts";
import { SYMMETRIC_DEFAULT } from "./key-specs.ts";
import { makeKey } from "./new-key.ts";
import { DEFAULT_ROTATION_PERIOD_IN_DAYS, nextRotationAt } from "./rotation.ts";

/** The alias of the AWS managed key that S3 uses when a request names no key (aws-facts 3.10). */
export const S3_ALIAS = "alias/aws/s3";

/** Aliases that every account and Region has before their keys exist; ListAliases shows them without TargetKeyId (aws-facts 3.10). */
export const PREDEFINED_ALIASES: readonly string[] = [S3_ALIAS];

/** Whose AWS managed key, and where. */
interface Place {
  readonly region: string;
  readonly accountId: string;
}

/** The AWS managed key `aws/s3` of an account in a Region, made on first use (aws-facts 3.3, 3.10). */
export async function s3ManagedKey(services: Pick<Services, "clock" | "keyStore" | "random">, place: Place): Promise<KmsKey> {
  const existing = findS3ManagedKey(services.keyStore, place);
  if (existing !== undefined) return existing;
  return services.keyStore.transact((transaction) => {
    const madeMeanwhile = findS3ManagedKey(transaction, place);
    if (madeMeanwhile !== undefined) return madeMeanwhile;
    const { region, accountId } = place;
    const now = services.clock.now();
    const rotation = { enabledAt: now, periodInDays: DEFAULT_ROTATION_PERIOD_IN_DAYS };
    const key: KmsKey = {
      ...makeKey(services, transaction, {
        region,
        accountId,
        description: "Default key that protects my S3 objects when no other key is defined",
        keySpec: SYMMETRIC_DEFAULT,
        keyUsage: "ENCRYPT_DECRYPT",
        keyManager: "AWS",
        origin: "AWS_KMS",
        multiRegion: false,
        policy: s3KeyPolicy(place),
        tags: [],
      }),
      rotation,
    };
    saveKey(transaction, key);
    scheduleWork(transaction, "rotate", nextRotationAt(rotation, now), key);
    saveAlias(transaction, {
      aliasName: S3_ALIAS,
      aliasArn: aliasArn(region, accountId, S3_ALIAS),
      region,
      accountId,
      targetKeyId: key.keyId,
      createdAt: now,
      updatedAt: now,
    });
    return key;
  });
}

function findS3ManagedKey(reader: MetadataReader, { region, accountId }: Place): KmsKey | undefined {
  const keyId = findAlias(reader, { region, accountId, aliasName: S3_ALIAS })?.targetKeyId;
  return keyId === undefined ? undefined : findKey(reader, region, keyId);
}

/** What the policy of an aws/s3 key says: any principal of the account, but through S3 only (aws-facts 3.10). */
function s3KeyPolicy({ region, accountId }: Place): string {
  return JSON.stringify(
    {
      Version: "2012-10-17",
      Id: "auto-s3-2",
      Statement: [
        {
          Sid: "Allow access through S3 for all principals in the account that are authorized to use S3",
          Effect: "Allow",
          Principal: { AWS: "*" },
          Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
          Resource: "*",
          Condition: { StringEquals: { "kms:CallerAccount": accountId, "kms:ViaService": `s3.${region}.amazonaws.com` } },
        },
        {
          Sid: "Allow direct access to key metadata to the account",
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${accountId}:root` },
          Action: ["kms:Describe*", "kms:Get*", "kms:List*"],
          Resource: "*",
        },
      ],
    },
    null,
    2,
  );
}
