import { DescribeKeyCommand, GetKeyRotationStatusCommand, ListAliasesCommand, ListKeysCommand } from "@aws-sdk/client-kms";
import { AwsError } from "#domain/failure.ts";
import type { KeyRotation, KmsKeyListing, KmsKeySummary } from "#domain/kms-key.ts";
import type { CallOptions } from "./aws.ts";
import { attempt, type Door } from "./door.ts";

/** Largest pages KMS gives (aws-facts 3.4). */
const KEYS_PER_PAGE = 1000;
const ALIASES_PER_PAGE = 100;

/** All keys of a Region with their aliases. ListKeys tells ids only, ListAliases the names: both are read to their last page. */
export async function listKeys(door: Door, region: string, options: CallOptions = {}): Promise<readonly KmsKeyListing[]> {
  const [keys, names] = await Promise.allSettled([allKeys(door, region, options), allAliases(door, region, options)]);
  // Where both are refused, the same refusal is told every time
  if (keys.status === "rejected") throw keys.reason;
  if (names.status === "rejected") throw names.reason;
  const aliases = names.value;
  return keys.value.map(({ keyId, arn }) => ({ keyId, arn, aliases: (aliases.get(keyId) ?? []).toSorted() }));
}

async function allKeys(door: Door, region: string, { signal }: CallOptions): Promise<{ keyId: string; arn: string }[]> {
  const keys: { keyId: string; arn: string }[] = [];
  let marker: string | undefined;
  do {
    const input = { Limit: KEYS_PER_PAGE, Marker: marker };
    const page = await attempt({ service: "KMS", operation: "ListKeys" }, () =>
      door.clients.kms(region).send(new ListKeysCommand(input), { abortSignal: signal }),
    );
    for (const { KeyId: keyId, KeyArn: arn } of page.Keys ?? []) if (keyId !== undefined && arn !== undefined) keys.push({ keyId, arn });
    marker = page.Truncated === true ? page.NextMarker : undefined;
  } while (marker !== undefined);
  return keys;
}

/** Alias names by key id. Predefined AWS aliases that have no key yet (3.10) are left out: there is nothing to pick. */
async function allAliases(door: Door, region: string, { signal }: CallOptions): Promise<Map<string, string[]>> {
  const aliases = new Map<string, string[]>();
  let marker: string | undefined;
  do {
    const input = { Limit: ALIASES_PER_PAGE, Marker: marker };
    const page = await attempt({ service: "KMS", operation: "ListAliases" }, () =>
      door.clients.kms(region).send(new ListAliasesCommand(input), { abortSignal: signal }),
    );
    for (const { AliasName: name, TargetKeyId: keyId } of page.Aliases ?? []) {
      if (name === undefined || keyId === undefined) continue;
      const names = aliases.get(keyId);
      if (names === undefined) aliases.set(keyId, [name]);
      else names.push(name);
    }
    marker = page.Truncated === true ? page.NextMarker : undefined;
  } while (marker !== undefined);
  return aliases;
}

/** A key by id, ARN, alias name or alias ARN. DescribeKey does not tell aliases: only the one that was asked by is in the answer. */
export async function describeKey(door: Door, region: string, keyReference: string, { signal }: CallOptions = {}): Promise<KmsKeySummary> {
  const { KeyMetadata: key } = await attempt({ service: "KMS", operation: "DescribeKey" }, () =>
    door.clients.kms(region).send(new DescribeKeyCommand({ KeyId: keyReference }), { abortSignal: signal }),
  );
  const alias = /(?:^|:)(alias\/.+)$/.exec(keyReference)?.[1];
  const arn = key?.Arn ?? "";
  return {
    keyId: key?.KeyId ?? "",
    arn,
    aliases: alias === undefined ? [] : [alias],
    region: arn.split(":")[3] ?? region,
    accountId: key?.AWSAccountId ?? "",
    description: key?.Description ?? "",
    keyState: key?.KeyState ?? "Unavailable",
    keyManager: key?.KeyManager ?? "CUSTOMER",
    keySpec: key?.KeySpec ?? "",
    keyUsage: key?.KeyUsage ?? "",
    origin: key?.Origin ?? "",
    multiRegion: key?.MultiRegion ?? false,
    createdAt: key?.CreationDate?.getTime(),
    deletionDate: key?.DeletionDate?.getTime(),
  };
}

/** Rotation, where it may be asked and means something: asymmetric, HMAC and imported keys have none (aws-facts 3.7). */
export async function getKeyRotation(door: Door, region: string, keyId: string, { signal }: CallOptions = {}): Promise<KeyRotation> {
  try {
    const answer = await attempt({ service: "KMS", operation: "GetKeyRotationStatus" }, () =>
      door.clients.kms(region).send(new GetKeyRotationStatusCommand({ KeyId: keyId }), { abortSignal: signal }),
    );
    if (answer.KeyRotationEnabled !== true) return { enabled: false };
    return { enabled: true, periodInDays: answer.RotationPeriodInDays, nextRotationDate: answer.NextRotationDate?.getTime() };
  } catch (error) {
    if (error instanceof AwsError && error.failure.kind === "access-denied") return "not-permitted";
    if (error instanceof AwsError && error.failure.code === "UnsupportedOperationException") return "not-applicable";
    throw error;
  }
}
