import { grantEntry } from "#local-aws/kms/grant-entry.ts";
import { readPrincipal } from "#local-aws/kms/grant-request.ts";
import { grantsOf } from "#local-aws/kms/grant-rows.ts";
import { permittedKey } from "#local-aws/kms/key-access.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { readPage, takePage } from "#local-aws/kms/kms-pages.ts";

/** ListGrants of a key, by GrantId or GranteePrincipal where asked; at most 100 a page (aws-facts 3.4, 3.9). */
export function listGrants(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return async (input, call) => {
    input.refuse("GranteeServicePrincipal");
    const reference = input.keyId();
    const page = readPage(input, "ListGrants", { usual: 50, most: 100 });
    const grantId = input.string("GrantId", { min: 1, max: 128 });
    const grantee = readPrincipal(input, "GranteePrincipal");
    const key = permittedKey(services.keyStore, call, "kms:ListGrants", reference);
    const grants = [...grantsOf(services.keyStore, key)].filter(
      (grant) => (grantId === undefined || grant.grantId === grantId) && (grantee === undefined || grant.granteePrincipal === grantee),
    );
    const { items, more } = takePage(grants, (grant) => grant.grantId, page);
    return { Grants: items.map(grantEntry), ...more };
  };
}
