import { authorizeKms } from "#local-aws/kms/authorize-key.ts";
import { grantEntry } from "#local-aws/kms/grant-entry.ts";
import { readPrincipal } from "#local-aws/kms/grant-request.ts";
import { constraint } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { readPage, takePage } from "#local-aws/kms/kms-pages.ts";
import type { KmsGrant } from "#local-aws/world.ts";

/**
 * ListRetirableGrants: the grants of the Region that a principal may retire, on keys of any account for a principal of the caller's
 * account, else on the caller's account's keys only.
 */
export function listRetirableGrants(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return async (input, call) => {
    const page = readPage(input, "ListRetirableGrants", { usual: 50, most: 100 });
    const principal = readPrincipal(input, "RetiringPrincipal");
    if (principal === undefined) throw constraint("retiringPrincipal", "null", "Member must not be null");
    authorizeKms(call, "kms:ListRetirableGrants", "*");
    const isOwn = (arn: string) => arn.split(":")[4] === call.caller.accountId;
    const grants = Array.from(services.keyStore.range<KmsGrant>({ prefix: ["grant", call.region] }), ({ value }) => value)
      .filter((grant) => grant.retiringPrincipal === principal && (isOwn(principal) || isOwn(grant.keyArn)))
      .toSorted((left, right) => (left.grantId < right.grantId ? -1 : 1));
    const { items, more } = takePage(grants, (grant) => grant.grantId, page);
    return { Grants: items.map(grantEntry), ...more };
  };
}
