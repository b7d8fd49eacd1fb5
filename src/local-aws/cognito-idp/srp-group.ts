import { modPow } from "bigint-mod-arith";
import { concat, fromHex, hex, hmacSha256, sha256, utf8 } from "#local-aws/protocol/bytes.ts";

/**
 * The SRP-6a of Cognito user pools, as amazon-cognito-identity-js computes it: RFC 5054's 3072-bit group, g = 2, SHA-256, every number
 * hashed as the shortest two's-complement bytes that hold it. BigInt arithmetic takes no constant time: fit for a stand-in on loopback.
 */

/** RFC 5054 appendix A, 3072-bit group. */
const N = BigInt(
  "0xFFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
);
const G = 2n;
const DERIVED_KEY_INFO = utf8("Caldera Derived Key");
/** 3072 bits, and a sign byte at most. */
const MAX_HEX_DIGITS = 770;

/** The number that hexadecimal digits write, of at most 3,080 bits; undefined for anything else. */
export function srpNumber(digits: string): bigint | undefined {
  return digits.length > 0 && digits.length <= MAX_HEX_DIGITS && /^[0-9a-fA-F]+$/.test(digits) ? BigInt(`0x${digits}`) : undefined;
}

/** A client's public value must not be a multiple of N: the shared secret would be 0 without any password. */
export function isUsablePublicValue(publicValue: bigint): boolean {
  return publicValue % N !== 0n;
}

/** Shortest big-endian bytes with room for a sign bit, as Java's `BigInteger.toByteArray` writes a positive number. */
export function srpBytes(value: bigint): Uint8Array<ArrayBuffer> {
  const digits = value.toString(16);
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return fromHex(/^[89a-f]/.test(even) ? `00${even}` : even) ?? new Uint8Array();
}

/** `x`: what a password is turned into. `poolName` is the pool's id without its Region. */
async function privateKeyOf(poolName: string, username: string, password: string, salt: Uint8Array): Promise<bigint> {
  const identity = await sha256(utf8(`${poolName}${username}:${password}`));
  return hashToNumber(srpBytes(BigInt(`0x${hex(salt)}`)), identity);
}

/** `v = g^x mod N`, hexadecimal: all that the server keeps of a password. */
export async function srpVerifier(poolName: string, username: string, password: string, salt: Uint8Array): Promise<string> {
  return modPow(G, await privateKeyOf(poolName, username, password, salt), N).toString(16);
}

/** `B = k·v + g^b mod N`. */
export async function serverPublicValue(verifier: bigint, privateValue: bigint): Promise<bigint> {
  const k = await hashToNumber(srpBytes(N), srpBytes(G));
  return (k * verifier + modPow(G, privateValue, N)) % N;
}

/** One exchange as the server knows it. */
export interface SrpExchange {
  /** `A` */
  readonly clientPublicValue: bigint;
  /** `b` */
  readonly privateValue: bigint;
  /** `v` */
  readonly verifier: bigint;
}

/** The 16 byte key that client and server share when the password is right: HKDF of `S = (A·v^u)^b mod N`, salted by `u`. */
export async function sharedKey({ clientPublicValue, privateValue, verifier }: SrpExchange): Promise<Uint8Array<ArrayBuffer>> {
  const publicValue = await serverPublicValue(verifier, privateValue);
  const u = await hashToNumber(srpBytes(clientPublicValue), srpBytes(publicValue));
  const secret = modPow(clientPublicValue * modPow(verifier, u, N), privateValue, N);
  const keyMaterial = await crypto.subtle.importKey("raw", srpBytes(secret), "HKDF", false, ["deriveBits"]);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt: srpBytes(u), info: DERIVED_KEY_INFO }, keyMaterial, 128));
}

/** PASSWORD_CLAIM_SIGNATURE: the proof that the client has the shared key. */
export function claimSignature(
  key: Uint8Array<ArrayBuffer>,
  claim: { readonly poolName: string; readonly userIdForSrp: string; readonly secretBlock: Uint8Array; readonly timestamp: string },
): Promise<Uint8Array<ArrayBuffer>> {
  return hmacSha256(key, concat([utf8(claim.poolName), utf8(claim.userIdForSrp), claim.secretBlock, utf8(claim.timestamp)]));
}

async function hashToNumber(...pieces: readonly Uint8Array[]): Promise<bigint> {
  return BigInt(`0x${hex(await sha256(concat(pieces)))}`);
}
