/** A stretch of a name: as it is, or a sign that stands for a character nobody would see. */
export interface TextSegment {
  readonly text: string;
  /** What the sign stands for, e.g. `U+0009`; undefined for text as it is. */
  readonly stands: string | undefined;
}

/**
 * Controls, zero-width and direction-changing characters, line separators, and spaces at the ends of a path segment. A zero-width
 * joiner inside an emoji is part of that emoji and stays.
 */
const UNSEEN =
  /[\p{Cc}\u00AD\u061C\u200B\u200C\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF]|(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D|^ +| +$| +(?=\/)|(?<=\/) +/gu;

/**
 * Cuts a name into what can be seen and what cannot, so that two names that differ only in the unseen look different, and a
 * right-to-left override cannot disguise a file's extension.
 */
export function visibleSegments(name: string): readonly TextSegment[] {
  const segments: TextSegment[] = [];
  let at = 0;
  for (const match of name.matchAll(UNSEEN)) {
    if (match.index > at) segments.push({ text: name.slice(at, match.index), stands: undefined });
    segments.push({ text: signFor(match[0]), stands: codePointName(match[0]) });
    at = match.index + match[0].length;
  }
  if (at < name.length) segments.push({ text: name.slice(at), stands: undefined });
  return segments;
}

/** The name with signs in place of unseen characters, as plain text for titles and labels. */
export function visibleText(name: string): string {
  return visibleSegments(name)
    .map((segment) => segment.text)
    .join("");
}

/** C0 controls have pictures of their own in Unicode (U+2400…); spaces show as open boxes; the rest as its code point. */
function signFor(unseen: string): string {
  const code = unseen.codePointAt(0) ?? 0;
  if (code === 0x20) return "␣".repeat(unseen.length);
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? "␡" : `[${codePointName(unseen)}]`;
}

function codePointName(unseen: string): string {
  return `U+${(unseen.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
