import { X509Certificate } from "node:crypto";
import { promises as fs } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tlsCertificate } from "./tls-certificate.ts";

const DAY_MS = 86_400_000;
const NOW = Date.now();

let folder = "";
beforeEach(async () => {
  folder = join(await fs.mkdtemp(join(tmpdir(), "keyseal-tls-")), "tls");
});
afterEach(() => fs.rm(join(folder, ".."), { recursive: true, force: true }));

test("the certificate is for this machine only, signs by its own key, and lives as long as browsers accept", async () => {
  const { key, cert } = await tlsCertificate(undefined, NOW);
  const certificate = new X509Certificate(cert);
  expect(["localhost", "bucket.s3.localhost", "bucket.s3.us-east-1.localhost"].map((name) => certificate.checkHost(name))).not.toContain(undefined);
  expect(["127.0.0.1", "::1"].map((address) => certificate.checkIP(address))).not.toContain(undefined);
  expect(certificate.checkHost("example.com")).toBeUndefined();
  expect(certificate.ca).toBe(false);
  expect(key).toContain("PRIVATE KEY");
  expect(Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)).toBeLessThanOrEqual(398 * DAY_MS);
});

test("it is kept, readable by its owner only, and made anew before it ends or when it is damaged", async () => {
  const first = await tlsCertificate(folder, NOW);
  expect((await fs.stat(join(folder, "key.pem"))).mode & 0o777).toBe(0o600);
  expect(await tlsCertificate(folder, NOW + 300 * DAY_MS)).toEqual(first);
  const later = await tlsCertificate(folder, NOW + 392 * DAY_MS);
  expect(later.cert).not.toBe(first.cert);
  await fs.rm(join(folder, "key.pem"));
  expect((await tlsCertificate(folder, NOW + 392 * DAY_MS)).cert).not.toBe(later.cert);
});
