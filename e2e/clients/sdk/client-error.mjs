/** AWS refused a call: its error code and text as the client read them. */
export class ClientError extends Error {
  name = "ClientError";

  constructor(code, text) {
    super(`${code}: ${text}`);
    this.code = code;
    this.text = text;
  }
}

/** A member's name as botocore turns it into flags and arguments: `SSEKMSKeyId` gives `ssekms-key-id`. */
export function dashed(name) {
  return name
    .replace(/(.)([A-Z][a-z]+)/g, "$1-$2")
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase();
}
