/** States of a KMS key (aws-facts 3.3). */
export type KeyState =
  | "Creating"
  | "Enabled"
  | "Disabled"
  | "PendingDeletion"
  | "PendingImport"
  | "PendingReplicaDeletion"
  | "Unavailable"
  | "Updating";

/** A row of the key list: ids and aliases, known without describing the key. */
export interface KmsKeyListing {
  readonly keyId: string;
  readonly arn: string;
  /** Alias names with the `alias/` prefix, sorted. */
  readonly aliases: readonly string[];
}

/** A KMS key as DescribeKey shows it, with the aliases known of it. */
export interface KmsKeySummary extends KmsKeyListing {
  readonly region: string;
  readonly accountId: string;
  readonly description: string;
  readonly keyState: KeyState;
  readonly keyManager: "CUSTOMER" | "AWS";
  readonly keySpec: string;
  readonly keyUsage: string;
  readonly origin: string;
  readonly multiRegion: boolean;
  /** Milliseconds since the epoch. */
  readonly createdAt?: number | undefined;
  readonly deletionDate?: number | undefined;
}

/** Rotation of a key: `"not-permitted"` when the caller may not ask, which is not "off". */
export type KeyRotation =
  | { readonly enabled: true; readonly periodInDays?: number | undefined; readonly nextRotationDate?: number | undefined }
  | { readonly enabled: false }
  | "not-permitted"
  | "not-applicable";

/** The parts of a key ARN or alias ARN. */
export interface KeyArn {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

/** What a person may name a key by (aws-facts 1.3). */
export type KeyReference =
  | { readonly kind: "key-id"; readonly keyId: string }
  | ({ readonly kind: "key-arn"; readonly keyId: string; readonly arn: string } & KeyArn)
  | { readonly kind: "alias-name"; readonly aliasName: string }
  | ({ readonly kind: "alias-arn"; readonly aliasName: string; readonly arn: string } & KeyArn);

/** Whether S3 can encrypt with a key for a bucket of a Region, and if not, why, in words for the person who picks. */
export type KeyFitness = { readonly usable: true } | { readonly usable: false; readonly reason: string };
