/** S3's order of object keys: by their UTF-8 bytes, which is by code point. JavaScript's own order is by UTF-16 unit. */

const LAST_CODE_POINT = 0x10ffff;
const FIRST_SURROGATE = 0xd800;
const LAST_SURROGATE = 0xdfff;

/** Negative, zero or positive as `a` sorts before, with or after `b`. */
export function compareKeys(a: string, b: string): number {
  let index = 0;
  while (index < a.length && index < b.length) {
    const left = a.codePointAt(index) ?? 0;
    const right = b.codePointAt(index) ?? 0;
    if (left !== right) return left - right;
    index += left > 0xffff ? 2 : 1;
  }
  return a.length - b.length;
}

/** The later of two keys. */
export function laterKey(a: string, b: string): string {
  return compareKeys(a, b) < 0 ? b : a;
}

/** The first key that can follow `key`. */
export function afterKey(key: string): string {
  return `${key}\u0000`;
}

/** The first key after all that begin with `prefix`; undefined when nothing can follow (an empty prefix). */
export function afterPrefix(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    if (last === LAST_CODE_POINT) continue;
    const next = last + 1 >= FIRST_SURROGATE && last < LAST_SURROGATE ? LAST_SURROGATE + 1 : last + 1;
    return String.fromCodePoint(...points, next);
  }
  return undefined;
}
