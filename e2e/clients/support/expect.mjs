import assert from "node:assert/strict";
import { createHash } from "node:crypto";

/** Holds an answer to the members named, and only to those; `undefined` means that the answer must not have the member. */
export function assertHas(answer, expected) {
  const members = Object.keys(expected).map((name) => [name, answer[name]]);
  assert.deepEqual(Object.fromEntries(members), expected);
}

/** Holds a call to its refusal: by its code, and by its message as a whole or by a pattern. */
export async function assertRefused(call, code, message) {
  const refusal = await call.then(
    () => assert.fail(`Nothing was refused; expected was ${code}`),
    (error) => error,
  );
  if (refusal.code === undefined) throw refusal;
  assert.equal(refusal.code, code, refusal.message);
  if (message instanceof RegExp) assert.match(refusal.text, message);
  else if (message !== undefined) assert.equal(refusal.text, message);
}

/** A quoted ETag as S3 computes it of a plain or SSE-S3 object's bytes. */
export const md5ETag = (bytes) => `"${createHash("md5").update(bytes).digest("hex")}"`;

/** The ETag of a multipart object (aws-facts 1.7): the MD5 of the parts' binary ETags, and how many they are. */
export function multipartETag(partETags) {
  const digests = partETags.map((eTag) => Buffer.from(eTag.replaceAll('"', ""), "hex"));
  return `"${createHash("md5").update(Buffer.concat(digests)).digest("hex")}-${digests.length}"`;
}

/** A header value of S3's encryption context: base64 of a JSON map (aws-facts 2.1). */
export const contextHeader = (pairs) => Buffer.from(JSON.stringify(pairs)).toString("base64");
