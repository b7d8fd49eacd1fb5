import { findAlias, findKey } from "#local-aws/kms/key-rows.ts";
import { createKms } from "#local-aws/kms/kms.ts";
import type { Services } from "#local-aws/services.ts";
import { ACCOUNT_ID } from "#local-aws/world.ts";
import type { DemoKey } from "./demo-keys.ts";
import { demoKeys } from "./demo-keys.ts";
import type { AdminRequests } from "./send-as-admin.ts";
import { sendAsAdmin } from "./send-as-admin.ts";
import type { TimeMachine } from "./time-machine.ts";

const ALL_KEYS: readonly DemoKey[] = Object.values(demoKeys);

/** Creates the demo keys that are not there, with their aliases and rotation, through KMS's own operations. */
export async function seedKeys(services: Services, time: TimeMachine): Promise<void> {
  for (const key of ALL_KEYS.toSorted((left, right) => right.createdDaysAgo - left.createdDaysAgo)) {
    time.goTo(key.createdDaysAgo);
    const kms = adminWhoGetsKeyId(services, key.keyId);
    if (findKey(services.keyStore, key.region, key.keyId) === undefined) {
      await kms(key.region, "CreateKey", {
        Description: key.description,
        ...key.kind,
        Tags: Object.entries(key.tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
      });
    }
    if (key.alias !== undefined && findAlias(services.keyStore, { region: key.region, accountId: ACCOUNT_ID, aliasName: key.alias }) === undefined) {
      await kms(key.region, "CreateAlias", { AliasName: key.alias, TargetKeyId: key.keyId });
    }
    if (key.rotates === true && findKey(services.keyStore, key.region, key.keyId)?.rotation === undefined) {
      await kms(key.region, "EnableKeyRotation", { KeyId: key.keyId });
    }
  }
}

/** Disables and schedules for deletion the keys that end so; to be done when their objects are there. */
export async function sealKeyFates(services: Services, { kms }: AdminRequests, time: TimeMachine): Promise<void> {
  time.goTo(0);
  for (const key of ALL_KEYS) {
    const isEnabled = findKey(services.keyStore, key.region, key.keyId)?.keyState === "Enabled";
    if (key.fate === "disabled" && isEnabled) await kms(key.region, "DisableKey", { KeyId: key.keyId });
    if (key.fate === "pending-deletion" && isEnabled) {
      await kms(key.region, "ScheduleKeyDeletion", { KeyId: key.keyId, PendingWindowInDays: 30 });
    }
  }
}

/**
 * CreateKey draws a key's id from the injected randomness, so a KMS whose next UUID is the wanted id gives a fixed id without any back
 * door. The material stays random.
 */
function adminWhoGetsKeyId(services: Services, keyId: string): AdminRequests["kms"] {
  const random = { bytes: (length: number) => services.random.bytes(length), uuid: () => keyId };
  const s3 = { handle: () => Promise.reject(new Error("No request to S3 is due here")) };
  return sendAsAdmin(services, { kms: createKms({ ...services, random }), s3 }).kms;
}
