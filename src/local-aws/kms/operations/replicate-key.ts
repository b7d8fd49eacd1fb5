import { authorizeKms, authorizeNewTags } from "#local-aws/kms/authorize-key.ts";
import { permittedKey } from "#local-aws/kms/key-access.ts";
import { requestTagConditions } from "#local-aws/kms/key-conditions.ts";
import { readDescription } from "#local-aws/kms/key-description.ts";
import { keyArn } from "#local-aws/kms/key-identifiers.ts";
import { materialsOf, saveMaterial } from "#local-aws/kms/key-material.ts";
import { keyMetadata } from "#local-aws/kms/key-metadata.ts";
import { checkPolicyLockout, defaultKeyPolicy, readKeyPolicy } from "#local-aws/kms/key-policy.ts";
import { findKey, saveKey } from "#local-aws/kms/key-rows.ts";
import { requireEnabled } from "#local-aws/kms/key-states.ts";
import { readTags } from "#local-aws/kms/key-tags.ts";
import { alreadyExists, unsupported, validation } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { isReplica } from "#local-aws/kms/multi-region.ts";
import { type KmsKey, REGIONS } from "#local-aws/world.ts";

const ACTION = "kms:ReplicateKey";

/**
 * ReplicateKey: a key of the same id and material in another Region, with description, policy and tags of its own (aws-facts 3.3). It is
 * asked of the primary; the caller needs kms:CreateKey besides. The replica of an imported key waits for the same material.
 */
export function replicateKey(services: Pick<KmsServices, "clock" | "keyStore">): KmsOperation {
  return async (input, call) => {
    const reference = input.keyId();
    const region = input.requiredString("ReplicaRegion", { min: 1, max: 32, pattern: /^([a-z]+-){2,3}\d+$/ });
    const policy = readKeyPolicy(input, "Policy") ?? defaultKeyPolicy(call.caller.accountId);
    const bypass = input.boolean("BypassPolicyLockoutSafetyCheck");
    const description = readDescription(input) ?? "";
    const tags = readTags(input);
    return services.keyStore.transact((transaction) => {
      const primary = permittedKey(transaction, call, ACTION, reference, { conditions: { "kms:replicaregion": [region] } });
      requireReplicable(primary);
      if (!REGIONS.some((known) => known === region)) throw validation(`Keyseal's local stand-in for AWS KMS has no Region ${region}.`);
      const there = { ...call, region };
      authorizeKms(there, "kms:CreateKey", "*", requestTagConditions(tags));
      authorizeNewTags(there, tags);
      if (findKey(transaction, region, primary.keyId) !== undefined) {
        throw alreadyExists(`A key ${keyArn(region, primary.accountId, primary.keyId)} already exists`);
      }
      const replica = replicaOf(primary, { region, policy, description, tags, createdAt: services.clock.now() });
      checkPolicyLockout(transaction, call, replica, bypass);
      saveKey(transaction, replica);
      call.usedKeyArns?.add(replica.arn);
      if (primary.origin === "AWS_KMS") for (const material of materialsOf(transaction, primary)) saveMaterial(transaction, replica, material);
      return { ReplicaKeyMetadata: keyMetadata(transaction, replica), ReplicaPolicy: policy, ReplicaTags: tags };
    });
  };
}

function requireReplicable(key: KmsKey): void {
  if (!key.multiRegion || isReplica(key)) throw unsupported(`${key.arn} is not a multi-Region primary key.`);
  if (key.keyState !== "PendingImport") requireEnabled(key);
}

function replicaOf(primary: KmsKey, own: Pick<KmsKey, "region" | "policy" | "description" | "tags" | "createdAt">): KmsKey {
  // Rotation is the primary's, and so is what is in progress there.
  const { rotation: _, onDemandRotationStartDate: __, ...shared } = primary;
  const isImported = primary.origin === "EXTERNAL";
  return { ...shared, ...own, arn: keyArn(own.region, primary.accountId, primary.keyId), keyState: isImported ? "PendingImport" : "Enabled" };
}
