import { expect, test } from "vitest";
import { createMemoryServices } from "#local-aws/conformance/memory-services.ts";
import { demoPoolRow } from "#local-aws/seed/demo-user-pool.ts";
import { assertPasswordConforms, decoyVerifier, isPasswordOf, newPasswordVerifier, poolNameOf } from "./passwords.ts";

const pool = demoPoolRow(0);

test.each([
  ["Aa1!aaa", "Password not long enough"],
  ["aa1!aaaa", "Password must have uppercase characters"],
  ["AA1!AAAA", "Password must have lowercase characters"],
  ["Aaa!aaaa", "Password must have numeric characters"],
  ["Aa1aaaaa", "Password must have symbol characters"],
  [`Aa1!${"a".repeat(253)}`, "Password too long"],
])("%s misses the policy: %s", (password, problem) => {
  expect(() => assertPasswordConforms(pool.passwordPolicy, password)).toThrow(`Password did not conform with policy: ${problem}`);
});

test("what the policy does not ask for may be missing", () => {
  const policy = { ...pool.passwordPolicy, requireLowercase: false, requireUppercase: false, requireNumbers: false, requireSymbols: false };
  expect(() => assertPasswordConforms(policy, "        ")).not.toThrow();
});

test("the pool's name in SRP is its id without the Region", () => {
  expect(poolNameOf({ id: "us-east-1_AbC_9" })).toBe("AbC_9");
});

test("a password is kept as a verifier of its own salt, and is the user's only", async () => {
  const { services } = await createMemoryServices(0);
  const [first, second] = [await newPasswordVerifier(services, pool, "ana", "Aa1!aaaa"), await newPasswordVerifier(services, pool, "ana", "Aa1!aaaa")];
  expect(first.verifier).not.toBe(second.verifier);
  const user = {
    userPoolId: pool.id,
    username: "ana",
    sub: "sub",
    attributes: {},
    status: "CONFIRMED",
    enabled: true,
    groups: [],
    createdAt: 0,
    lastModifiedAt: 0,
    password: first,
    softwareTokenMfaEnabled: false,
    softwareTokenMfaPreferred: false,
  } as const;
  expect(await isPasswordOf(services, pool, user, "ANA", "Aa1!aaaa")).toBe(true);
  expect(await isPasswordOf(services, pool, user, "ana", "Aa1!aaab")).toBe(false);
  expect(await isPasswordOf(services, pool, undefined, "ana", "Aa1!aaaa")).toBe(false);
});

test("the decoy of a name is the same at each try, whatever its letter case, and another in another world", async () => {
  const [one, other] = [(await createMemoryServices(0)).services, (await createMemoryServices(0)).services];
  const decoy = await decoyVerifier(one, pool, "nobody");
  expect(await decoyVerifier(one, pool, "Nobody")).toEqual(decoy);
  expect(decoy.salt).toHaveLength(16);
  expect(await decoyVerifier(one, pool, "somebody")).not.toEqual(decoy);
  expect(await decoyVerifier(other, pool, "nobody")).not.toEqual(decoy);
});
