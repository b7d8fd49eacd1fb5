import fc from "fast-check";
import { expect, test } from "vitest";
import { createMemoryServices } from "#local-aws/conformance/memory-services.ts";
import { seal, unseal } from "./seal.ts";

const [POOL, NOW] = ["us-east-1_A", Date.UTC(2026, 0, 1)];

test("what was sealed opens for the same pool and purpose, until its time", async () => {
  const { services, advance } = await createMemoryServices(NOW);
  const sealed = await seal(services, POOL, "srp", { user: "ana" }, NOW + 60_000);
  expect(await unseal(services, POOL, "srp", sealed)).toMatchObject({ state: "open", claims: { user: "ana" } });
  expect(await unseal(services, POOL, "refresh-token", sealed)).toEqual({ state: "invalid" });
  expect(await unseal(services, "us-east-1_B", "srp", sealed)).toEqual({ state: "invalid" });
  advance(60_000);
  expect(await unseal(services, POOL, "srp", sealed)).toEqual({ state: "expired" });
});

test("what was changed, or was never sealed, does not open", async () => {
  const { services } = await createMemoryServices(NOW);
  const sealed = await seal(services, POOL, "srp", { user: "ana" }, NOW + 60_000);
  expect(sealed).not.toContain(btoa("ana").slice(0, 3));
  const parts = sealed.split(".");
  for (const index of [0, 2, 3, 4]) {
    const part = parts[index] ?? "";
    const changed = parts.with(index, `${part.startsWith("A") ? "B" : "A"}${part.slice(1)}`).join(".");
    expect(await unseal(services, POOL, "srp", changed)).toEqual({ state: "invalid" });
  }
  for (const text of ["", "a.b.c.d.e", "nonsense"]) expect(await unseal(services, POOL, "srp", text)).toEqual({ state: "invalid" });
});

test("no text, however it is made, does more than not open", async () => {
  const { services } = await createMemoryServices(NOW);
  const part = fc.string({ unit: fc.constantFrom("e", "y", "J", "A", "1", "-", "_", "=") });
  const header = fc.record({ alg: fc.constantFrom("dir", "none", "RSA-OAEP"), enc: fc.constantFrom("A256GCM", "A128GCM", "x"), zip: fc.option(fc.constant("DEF")), crit: fc.option(fc.constant(["exp"])) });
  const parts = fc.array(fc.oneof(part, header.map((value) => btoa(JSON.stringify(value)))), { minLength: 4, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), parts.map((pieces) => pieces.join("."))), async (text) => {
      expect(await unseal(services, POOL, "srp", text)).toEqual({ state: "invalid" });
    }),
    { numRuns: 200 },
  );
});
