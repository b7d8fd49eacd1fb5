import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { demoAppClientRows } from "#local-aws/seed/demo-user-pool.ts";
import { assertSecretHash, secretHash } from "./secret-hash.ts";

const [open, confidential] = demoAppClientRows(0, []);
if (open === undefined || confidential?.clientSecret === undefined) throw new Error("The demo pool has two clients");

test("aws-facts 4.3 row 13: base64(HMAC-SHA256(client secret, user name + client id))", async () => {
  expect(await secretHash("secret", "ana", "client")).toBe(createHmac("sha256", "secret").update("anaclient").digest("base64"));
});

test("it may be over any of the user's names, and must be there exactly when the client has a secret", async () => {
  const hash = await secretHash(confidential.clientSecret ?? "", "ana", confidential.clientId);
  await assertSecretHash(confidential, ["sub", "ana"], hash);
  await assertSecretHash(open, ["ana"], undefined);
  await expect(assertSecretHash(confidential, ["ben"], hash)).rejects.toThrow(`Unable to verify secret hash for client ${confidential.clientId}`);
  await expect(assertSecretHash(confidential, ["ana"], undefined)).rejects.toThrow("is configured with secret but SECRET_HASH was not received");
  await expect(assertSecretHash(open, ["ana"], hash)).rejects.toThrow("is not configured for secret");
});
