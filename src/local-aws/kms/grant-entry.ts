import type { KmsGrant } from "#local-aws/world.ts";
import { epochSeconds } from "./key-metadata.ts";
import type { KmsOutput } from "./kms-operation.ts";

/** A grant as ListGrants and ListRetirableGrants answer it (aws-facts 3.4). */
export function grantEntry({ grantId, keyArn, name, createdAt, granteePrincipal, retiringPrincipal, issuingAccount, operations, constraints }: KmsGrant): KmsOutput {
  return {
    KeyId: keyArn,
    GrantId: grantId,
    ...(name !== undefined && { Name: name }),
    CreationDate: epochSeconds(createdAt),
    GranteePrincipal: granteePrincipal,
    ...(retiringPrincipal !== undefined && { RetiringPrincipal: retiringPrincipal }),
    IssuingAccount: issuingAccount,
    Operations: operations,
    ...(constraints && { Constraints: constraints }),
  };
}
