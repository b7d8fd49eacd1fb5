import type { TokenVerifier } from "#local-aws/iam/web-identity.ts";
import type { JsonOperation } from "#local-aws/protocol/json-service.ts";
import type { Services } from "#local-aws/services.ts";
import { readId, readLogins } from "./identity-input.ts";
import { findIdentityPool, identityOfLogin, saveIdentity, type Identity } from "./identity-pool-rows.ts";
import { verifyLogins } from "./logins.ts";

/** GetId: the identity that belongs to the logins, made at the first time; a guest is somebody new each time (aws-facts 4.2). Unsigned. */
export function getId(services: Pick<Services, "clock" | "metadata" | "random">, tokens: TokenVerifier): JsonOperation {
  return async (input) => {
    const poolId = readId(input, "IdentityPoolId");
    const pool = findIdentityPool(services.metadata, poolId);
    const verified = await verifyLogins(tokens, pool, readLogins(input));
    const logins = verified.map(({ provider, identity }) => ({ providerName: provider.providerName, subject: identity.subject }));
    const identity = await services.metadata.transact((transaction) => {
      const known = logins.map((login) => identityOfLogin(transaction, poolId, login)).find((found) => found !== undefined);
      const region = poolId.split(":", 1)[0] ?? "";
      const made: Identity = known ?? {
        identityId: `${region}:${services.random.uuid()}`,
        identityPoolId: poolId,
        logins: [],
        createdAt: services.clock.now(),
      };
      const isNew = (login: Identity["logins"][number]): boolean =>
        !made.logins.some(({ providerName, subject }) => providerName === login.providerName && subject === login.subject);
      const whole = { ...made, logins: [...made.logins, ...logins.filter(isNew)] };
      saveIdentity(transaction, whole);
      return whole;
    });
    return { IdentityId: identity.identityId };
  };
}
