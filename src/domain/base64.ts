/** Base64 (RFC 4648, padded) of the UTF-8 bytes of a text. */
export function base64OfText(text: string): string {
  let binary = "";
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** The text whose UTF-8 bytes a base64 string holds, or undefined when it is not base64 of valid UTF-8. */
export function textOfBase64(base64: string): string | undefined {
  try {
    const binary = atob(base64);
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

/** Number of bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
