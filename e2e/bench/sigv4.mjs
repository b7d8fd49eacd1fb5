/**
 * SigV4 on node:crypto alone, for the bench's client and for the bare server that its HEAD figures are held against: independent of the
 * stand-in's own implementation. Paths and queries are given as they are signed (percent-encoded, parameters sorted).
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";

export const REGION = "us-east-1";
/** The demo world's administrator (src/local-aws/seed/demo-principals.ts). */
export const ADMIN = { accessKeyId: "AKIALOCALADMIN000000", secretAccessKey: "local-admin-secret-for-the-demo-only-000" };
export const UNSIGNED = "UNSIGNED-PAYLOAD";
export const EMPTY_SHA256 = createHash("sha256").digest("hex");

const hmac = (key, text) => createHmac("sha256", key).update(text).digest();
const signingKeys = new Map();

/** Derived once per secret and scope, as every serious server does. */
function signingKey(secret, date, region, service) {
  const name = [secret, date, region, service].join("/");
  const known = signingKeys.get(name);
  if (known) return known;
  const key = [date, region, service, "aws4_request"].reduce(hmac, `AWS4${secret}`);
  signingKeys.set(name, key);
  return key;
}

function signature({ method, target, headers, signedHeaders, payload, amzDate, scope }) {
  const [path, query = ""] = target.split("?");
  const lines = signedHeaders.map((name) => `${name}:${headers[name]}\n`).join("");
  const canonical = [method, path, query, lines, signedHeaders.join(";"), payload].join("\n");
  const [date, region, service] = scope.split("/");
  const text = ["AWS4-HMAC-SHA256", amzDate, scope, createHash("sha256").update(canonical).digest("hex")].join("\n");
  return hmac(signingKey(ADMIN.secretAccessKey, date, region, service), text).toString("hex");
}

/** The head of a signed request, blank line included: it may be sent again and again for a quarter of an hour. */
export function requestHead({ method, target, host, headers = {}, payload = EMPTY_SHA256 }) {
  const amzDate = new Date().toISOString().replace(/[-:]|\.\d{3}/g, "");
  const scope = `${amzDate.slice(0, 8)}/${REGION}/s3/aws4_request`;
  const all = { host, "x-amz-content-sha256": payload, "x-amz-date": amzDate, ...headers };
  const signedHeaders = Object.keys(all).sort();
  const signed = signature({ method, target, headers: all, signedHeaders, payload, amzDate, scope });
  all.authorization = `AWS4-HMAC-SHA256 Credential=${ADMIN.accessKeyId}/${scope}, SignedHeaders=${signedHeaders.join(";")}, Signature=${signed}`;
  return `${method} ${target} HTTP/1.1\r\n${Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
}

const AUTHORIZATION = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

/** The checks that the stand-in makes of a request's signature: its form, its key, its time, that `x-amz-*` is signed, and itself. */
export function isSignedByAdmin(request) {
  const [, accessKeyId, scope, names, given] = AUTHORIZATION.exec(request.headers.authorization ?? "") ?? [];
  if (accessKeyId !== ADMIN.accessKeyId) return false;
  const amzDate = request.headers["x-amz-date"] ?? "";
  const signedAt = Date.parse(amzDate.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (!(Math.abs(Date.now() - signedAt) < 900_000)) return false;
  const signedHeaders = names.split(";");
  if (Object.keys(request.headers).some((name) => (name === "host" || name.startsWith("x-amz-")) && !signedHeaders.includes(name))) return false;
  const payload = request.headers["x-amz-content-sha256"];
  const expected = signature({ method: request.method, target: request.url, headers: request.headers, signedHeaders, payload, amzDate, scope });
  return timingSafeEqual(Buffer.from(expected), Buffer.from(given));
}
