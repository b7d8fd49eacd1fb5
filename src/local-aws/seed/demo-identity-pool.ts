import type { IdentityPool } from "#local-aws/cognito-identity/identity-pool-rows.ts";
import { ACCOUNT_ID } from "#local-aws/world.ts";
import { DEMO_IDENTITY_POOL_ID } from "./demo-roles.ts";
import { demoUserPool } from "./demo-user-pool.ts";

/**
 * The identity pool of the demo world: who signed in to the demo user pool gets the role of the group, nobody else gets in. Guests are
 * not let in, as a pool should be; tests make one of their own that does.
 */
export const demoIdentityPool: IdentityPool = {
  identityPoolId: DEMO_IDENTITY_POOL_ID,
  identityPoolName: "keyseal_demo",
  accountId: ACCOUNT_ID,
  allowUnauthenticatedIdentities: false,
  allowClassicFlow: true,
  providers: [demoUserPool.clientId, demoUserPool.confidentialClientId].map((clientId) => ({
    providerName: `cognito-idp.${demoUserPool.region}.amazonaws.com/${demoUserPool.id}`,
    clientId,
    roleMapping: "Token",
    ambiguousRoleResolution: "AuthenticatedRole",
  })),
  authenticatedRoleArn: `arn:aws:iam::${ACCOUNT_ID}:role/keyseal-uploader`,
  unauthenticatedRoleArn: `arn:aws:iam::${ACCOUNT_ID}:role/keyseal-guest`,
};
