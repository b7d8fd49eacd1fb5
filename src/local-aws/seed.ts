import { saveIdentityPool } from "#local-aws/cognito-identity/identity-pool-rows.ts";
import { saveAccessKey, savePrincipal, saveRole } from "#local-aws/iam/principals.ts";
import { createKms } from "#local-aws/kms/kms.ts";
import { createS3 } from "#local-aws/s3/router.ts";
import type { Services } from "#local-aws/services.ts";
import { demoIdentityPool } from "./seed/demo-identity-pool.ts";
import { accessKeyOf, demoPrincipals, userOf } from "./seed/demo-principals.ts";
import { demoRoles } from "./seed/demo-roles.ts";
import { followConsole, seedBuckets } from "./seed/seed-buckets.ts";
import { sealKeyFates, seedKeys } from "./seed/seed-keys.ts";
import { seedObjects } from "./seed/seed-objects.ts";
import { sendAsAdmin } from "./seed/send-as-admin.ts";
import { appClientsFollowConsole, seedUserPool } from "./seed/seed-user-pool.ts";
import { createTimeMachine } from "./seed/time-machine.ts";

export { demoIdentityPool } from "./seed/demo-identity-pool.ts";
export { demoBuckets } from "./seed/demo-buckets.ts";
export { demoKeys } from "./seed/demo-keys.ts";
export { demoObjects } from "./seed/demo-objects.ts";
export { demoPrincipals } from "./seed/demo-principals.ts";
export { demoPoolUsers, demoUserPool } from "./seed/demo-user-pool.ts";

/** Row that says the world is complete, and which console it lets in. */
const SEED_ROW = ["seed", "demo-world"] as const;
interface SeedRow {
  readonly consoleOrigins: readonly string[];
}

/**
 * Makes the demo world: account 111122223333 with its users, KMS keys, buckets and objects, each through the code that answers real
 * requests, with a past of a year or so. A world that is complete is left alone, whatever was done to it since, except that its buckets
 * and app clients follow the console to new origins; one that was cut short is completed.
 * @param options.consoleOrigins origins that the buckets' CORS lets in and that sign-in leads back to, e.g. `http://localhost:4173`; none:
 * no CORS is put
 */
export async function seedDemoWorld(services: Services, options: { readonly consoleOrigins: readonly string[] }): Promise<void> {
  const { consoleOrigins } = options;
  const seeded = services.metadata.get<SeedRow>(SEED_ROW);
  if (seeded?.consoleOrigins.join(" ") === consoleOrigins.join(" ")) return;

  const time = createTimeMachine(services.clock);
  const past: Services = { ...services, clock: time };
  const kms = createKms(past);
  const admin = sendAsAdmin(past, { kms, s3: createS3({ ...past, kms: kms.forS3 }) });
  if (seeded !== undefined) {
    await followConsole(past, admin, seeded.consoleOrigins, consoleOrigins);
    await appClientsFollowConsole(past, seeded.consoleOrigins, consoleOrigins);
  } else {
    await seedPrincipals(past);
    await seedUserPool(past, consoleOrigins);
    await seedKeys(past, time);
    await seedBuckets(past, admin, time, consoleOrigins);
    await seedObjects(past, admin, time);
    await sealKeyFates(past, admin, time);
  }
  await services.metadata.transact((transaction) => transaction.put<SeedRow>(SEED_ROW, { consoleOrigins }));
}

async function seedPrincipals({ metadata }: Pick<Services, "metadata">): Promise<void> {
  await metadata.transact((transaction) => {
    for (const demo of demoPrincipals) {
      savePrincipal(transaction, userOf(demo));
      saveAccessKey(transaction, accessKeyOf(demo));
    }
    for (const role of demoRoles) saveRole(transaction, role);
    saveIdentityPool(transaction, demoIdentityPool);
  });
}
