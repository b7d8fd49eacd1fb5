/** An IPv4 or IPv6 address as a number of 32 or 128 bits. */
interface IpAddress {
  readonly bits: bigint;
  readonly size: 32 | 128;
}

/** Addresses whose first `prefix` bits are those of `bits`. */
export interface IpRange extends IpAddress {
  readonly prefix: number;
}

/** Reads an address or a CIDR block, of IPv4 or IPv6; undefined for anything else. */
export function readIpRange(text: string): IpRange | undefined {
  const [addressText = "", prefixText, ...rest] = text.trim().split("/");
  const address = readIpAddress(addressText);
  if (address === undefined || rest.length > 0) return undefined;
  if (prefixText === undefined) return { ...address, prefix: address.size };
  const prefix = /^\d{1,3}$/.test(prefixText) ? Number(prefixText) : Infinity;
  return prefix > address.size ? undefined : { ...address, prefix };
}

/** Whether an address lies in a range; an address of the other family, or none at all, does not. */
export function isInIpRange(text: string, { bits, size, prefix }: IpRange): boolean {
  const address = readIpAddress(text);
  if (address?.size !== size) return false;
  const ignored = BigInt(size - prefix);
  return address.bits >> ignored === bits >> ignored;
}

function readIpAddress(text: string): IpAddress | undefined {
  const bits = text.includes(":") ? readIpv6(text) : readIpv4(text);
  return bits === undefined ? undefined : { bits, size: text.includes(":") ? 128 : 32 };
}

function readIpv4(text: string): bigint | undefined {
  if (!/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) return undefined;
  const bytes = text.split(".").map(Number);
  return bytes.some((byte) => byte > 255) ? undefined : bytes.reduce((bits, byte) => (bits << 8n) | BigInt(byte), 0n);
}

function readIpv6(text: string): bigint | undefined {
  const [head = "", tail, ...rest] = text.split("::");
  if (rest.length > 0) return undefined;
  const before = groupsOf(head);
  const after = tail === undefined ? [] : groupsOf(tail);
  if (before === undefined || after === undefined) return undefined;
  const missing = 8 - before.length - after.length;
  // Without `::` nothing may be missing; `::` stands for one group at least.
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...before, ...Array<bigint>(missing).fill(0n), ...after].reduce((bits, group) => (bits << 16n) | group, 0n);
}

/** 16-bit groups; the last may be written as an IPv4 address, which makes two. */
function groupsOf(text: string): bigint[] | undefined {
  if (text === "") return [];
  const groups: bigint[] = [];
  for (const [index, group] of text.split(":").entries()) {
    const ipv4 = index === text.split(":").length - 1 ? readIpv4(group) : undefined;
    if (ipv4 !== undefined) groups.push(ipv4 >> 16n, ipv4 & 0xffffn);
    else if (/^[0-9a-f]{1,4}$/i.test(group)) groups.push(BigInt(`0x${group}`));
    else return undefined;
  }
  return groups;
}
