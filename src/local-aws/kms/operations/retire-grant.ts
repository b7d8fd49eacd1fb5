import { authorizeKey } from "#local-aws/kms/authorize-key.ts";
import { findGrant, findGrantByToken, isPrincipal, removeGrant } from "#local-aws/kms/grant-rows.ts";
import { type KmsCall, resolveKey } from "#local-aws/kms/key-access.ts";
import { findKey } from "#local-aws/kms/key-rows.ts";
import { dryRunSucceeded, grantNotFound, invalidGrantToken, validation } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import type { MetadataReader } from "#local-aws/store/metadata-store.ts";
import type { KmsGrant } from "#local-aws/world.ts";

const ACTION = "kms:RetireGrant";

/**
 * RetireGrant, by token or by key and GrantId (aws-facts 3.9). The grant itself says who may: its retiring principal, and its grantee if
 * RetireGrant is among the operations; besides them whoever the key's account lets.
 */
export function retireGrant(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return async (input, call) => {
    const token = input.string("GrantToken", { min: 1, max: 8192 });
    const reference = input.string("KeyId", { min: 1, max: 2048 });
    const grantId = input.string("GrantId", { min: 1, max: 128 });
    const dryRun = input.boolean("DryRun");
    await services.keyStore.transact((transaction) => {
      const grant = token === undefined ? namedGrant(transaction, call, reference, grantId) : findGrantByToken(transaction, call.region, token);
      if (grant === undefined) throw invalidGrantToken();
      requireRetirable(transaction, call, grant);
      if (dryRun) throw dryRunSucceeded();
      removeGrant(transaction, grant);
    });
    return undefined;
  };
}

function namedGrant(reader: MetadataReader, call: KmsCall, reference: string | undefined, grantId: string | undefined): KmsGrant {
  if (reference === undefined || grantId === undefined) throw validation("Must specify either the GrantToken or both the KeyId and the GrantId.");
  const grant = findGrant(reader, resolveKey(reader, call, ACTION, reference, "key"), grantId);
  if (grant === undefined) throw grantNotFound(grantId);
  return grant;
}

function requireRetirable(reader: MetadataReader, call: KmsCall, grant: KmsGrant): void {
  const key = findKey(reader, grant.region, grant.keyId);
  if (key === undefined) throw grantNotFound(grant.grantId);
  call.usedKeyArns?.add(key.arn);
  const isRetiring = isPrincipal(grant.retiringPrincipal, call.caller);
  const isGrantee = isPrincipal(grant.granteePrincipal, call.caller) && grant.operations.includes("RetireGrant");
  if (!isRetiring && !isGrantee) authorizeKey(reader, call, ACTION, key);
}
