import fc from "fast-check";
import { expect, test } from "vitest";
import { base64, concat, equalInConstantTime, equalTextInConstantTime, fromBase64, fromHex, fromUtf8, hex, hmacSha256, sha256, utf8 } from "./bytes.ts";

test("hex, base64 and UTF-8 give back what went in", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 20_000 }), (bytes) => { expect(fromHex(hex(bytes))).toEqual(new Uint8Array(bytes)); }));
  fc.assert(fc.property(fc.uint8Array({ maxLength: 20_000 }), (bytes) => { expect(fromBase64(base64(bytes))).toEqual(new Uint8Array(bytes)); }));
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => { expect(fromUtf8(utf8(text))).toBe(text); }));
});

test.each(["A", "AA=", "A===", "AAAA\n", "AA-_", "====", "A=AA"])("%j is not base64", (text) => {
  expect(fromBase64(text)).toBeUndefined();
});

test.each(["a", "zz", "0x00"])("%j is not hexadecimal", (text) => {
  expect(fromHex(text)).toBeUndefined();
});

test("a byte order mark is data", () => {
  expect(fromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe("\ufeffa");
});

test("constant-time equality agrees with equality", () => {
  fc.assert(fc.property(fc.string(), fc.string(), (a, b) => { expect(equalTextInConstantTime(a, b)).toBe(a === b); }));
  expect(equalInConstantTime(utf8("signature"), utf8("signature"))).toBe(true);
  expect(equalInConstantTime(utf8("signature"), utf8("signaturf"))).toBe(false);
});

test("concat keeps order", () => {
  expect(concat([Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2, 3)])).toEqual(Uint8Array.of(1, 2, 3));
});

test("SHA-256 and HMAC-SHA256 give the published vectors (FIPS 180-4 'abc', RFC 4231 case 2)", async () => {
  expect(hex(await sha256(utf8("abc")))).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(hex(await hmacSha256(utf8("Jefe"), utf8("what do ya want for nothing?")))).toBe(
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  );
});
