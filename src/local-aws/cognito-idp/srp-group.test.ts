import { createDiffieHellman, createHash, getDiffieHellman, hkdfSync } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hex } from "#local-aws/protocol/bytes.ts";
import { isUsablePublicValue, serverPublicValue, sharedKey, srpBytes, srpNumber, srpVerifier } from "./srp-group.ts";

/** RFC 3526's group 15, which is RFC 5054's 3072-bit one, from OpenSSL: arithmetic and numbers that are not ours. */
const N = BigInt(`0x${getDiffieHellman("modp15").getPrime("hex")}`);

interface Identity {
  readonly poolName: string;
  readonly username: string;
  readonly password: string;
  readonly salt: Uint8Array;
  /** The server's. */
  readonly publicValue: bigint;
}

/** The client's side of SRP-6a, written after RFC 5054 and the padding of amazon-cognito-identity-js. */
function srpTestClient(privateValue: bigint) {
  const publicValue = power(2n, privateValue);
  const key = ({ poolName, username, password, salt, publicValue: b }: Identity): Uint8Array => {
    const u = hash(padded(publicValue), padded(b));
    const identity = createHash("sha256").update(`${poolName}${username}:${password}`, "utf8").digest();
    const x = hash(padded(BigInt(`0x${hex(salt)}`)), identity);
    const k = hash(padded(N), padded(2n));
    const base = (((b - k * power(2n, x)) % N) + N) % N;
    const secret = power(base, privateValue + u * x);
    return new Uint8Array(hkdfSync("sha256", padded(secret), padded(u), "Caldera Derived Key", 16));
  };
  return { publicValue, key };
}

/** Made once: OpenSSL makes sure each time that the modulus is prime. */
const group = createDiffieHellman(padded(N), 2);

/** What Diffie and Hellman share is a power: the other's value to one's own secret. */
function power(base: bigint, exponent: bigint): bigint {
  group.setPrivateKey(padded(exponent));
  return BigInt(`0x${group.computeSecret(padded(base)).toString("hex")}`);
}

function padded(value: bigint): Buffer {
  const digits = value.toString(16);
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return Buffer.from(Number.parseInt(even.slice(0, 2), 16) >= 0x80 ? `00${even}` : even, "hex");
}

function hash(...pieces: readonly Buffer[]): bigint {
  return BigInt(`0x${createHash("sha256").update(Buffer.concat(pieces)).digest("hex")}`);
}

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const password = fc.string({ minLength: 1, maxLength: 40, unit: "grapheme" });

test("client and server come to the same key with the right password, whatever salt and secrets", async () => {
  await fc.assert(
    fc.asyncProperty(password, fc.string({ minLength: 1 }), bytes(16), bytes(32), bytes(32), async (text, username, salt, a, b) => {
      const privateValue = BigInt(`0x01${hex(b)}`);
      const verifier = BigInt(`0x${await srpVerifier("POOL", username, text, salt)}`);
      const client = srpTestClient(BigInt(`0x01${hex(a)}`));
      const publicValue = await serverPublicValue(verifier, privateValue);
      const key = await sharedKey({ clientPublicValue: client.publicValue, privateValue, verifier });
      expect(hex(key)).toBe(hex(client.key({ poolName: "POOL", username, password: text, salt, publicValue })));
    }),
    { numRuns: 15 },
  );
});

test("another password, user name or pool gives another key", async () => {
  await fc.assert(
    fc.asyncProperty(password, password, bytes(16), async (right, wrong, salt) => {
      fc.pre(right !== wrong);
      const verifier = BigInt(`0x${await srpVerifier("POOL", "user", right, salt)}`);
      const client = srpTestClient(12_345_678_901_234_567_890n);
      const publicValue = await serverPublicValue(verifier, 98_765_432_109_876_543_210n);
      const key = hex(await sharedKey({ clientPublicValue: client.publicValue, privateValue: 98_765_432_109_876_543_210n, verifier }));
      const identity = { poolName: "POOL", username: "user", password: right, salt, publicValue };
      expect(hex(client.key(identity))).toBe(key);
      for (const other of [{ password: wrong }, { username: "other" }, { poolName: "POOM" }]) expect(hex(client.key({ ...identity, ...other }))).not.toBe(key);
    }),
    { numRuns: 8 },
  );
});

test("numbers are hashed as the shortest bytes with a sign bit", () => {
  expect([0x14n, 0xecn, 0x80n, 0x7fn, 0x1234n, 0xff00n].map((value) => hex(srpBytes(value)))).toEqual(["14", "00ec", "0080", "7f", "1234", "00ff00"]);
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 1n << 3072n }), (value) => {
      const written = srpBytes(value);
      expect(BigInt(`0x${hex(written)}`)).toBe(value);
      expect(written[0]).toBeLessThan(0x80);
      expect(written.length === 1 || written[0] !== 0 || (written[1] ?? 0) >= 0x80).toBe(true);
    }),
  );
});

test("a public value that any password would fit is not usable", () => {
  expect([0n, N, 2n * N].map(isUsablePublicValue)).toEqual([false, false, false]);
  expect([1n, N - 1n, N + 1n].map(isUsablePublicValue)).toEqual([true, true, true]);
});

test("a public value is hexadecimal and no longer than the group", () => {
  expect(["", "0x1", "g", " 1", "f".repeat(771)].map(srpNumber)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  expect(srpNumber("00fF")).toBe(255n);
});
