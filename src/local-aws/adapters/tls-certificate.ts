import { promises as fs } from "node:fs";
import { join } from "node:path";
import { generate } from "selfsigned";

/** A server's key and its certificate, in PEM. */
export interface TlsCertificate {
  readonly key: string;
  readonly cert: string;
}

const KEY_FILE = "key.pem";
const CERTIFICATE_FILE = "certificate.pem";
/** Browsers refuse certificates of a server that live longer than 398 days. */
const LIFE_DAYS = 397;
/** One that has less than this left is made anew. */
const LEAST_DAYS = 7;
const DAY_MS = 86_400_000;

/** Who the certificate is good for: this machine. `*.localhost` itself is not among them: TLS takes no wildcard right below the last label. */
const NAMES = ["localhost", "*.s3.localhost", "*.s3.us-east-1.localhost", "*.s3.eu-west-1.localhost", "*.auth.us-east-1.localhost"];
const ADDRESSES = ["127.0.0.1", "::1"];

/**
 * The certificate of `--tls`: signed by itself, for loopback names only. It is kept in the folder, so that a browser or a tool which was
 * told to trust it goes on doing so; without a folder it lives as long as the process.
 * @param folder made with mode 0700 when it is not there
 * @param now milliseconds since the epoch
 */
export async function tlsCertificate(folder: string | undefined, now: number): Promise<TlsCertificate> {
  if (folder === undefined) return newCertificate(now);
  const kept = await readCertificate(folder, now);
  if (kept !== undefined) return kept;
  const made = await newCertificate(now);
  await fs.mkdir(folder, { recursive: true, mode: 0o700 });
  await fs.writeFile(join(folder, KEY_FILE), made.key, { mode: 0o600 });
  await fs.writeFile(join(folder, CERTIFICATE_FILE), made.cert, { mode: 0o644 });
  await fs.utimes(join(folder, CERTIFICATE_FILE), new Date(now), new Date(now));
  return made;
}

/** The certificate that was kept, while it lives; its file's time says since when. */
async function readCertificate(folder: string, now: number): Promise<TlsCertificate | undefined> {
  try {
    const { mtimeMs } = await fs.stat(join(folder, CERTIFICATE_FILE));
    if (now > mtimeMs + (LIFE_DAYS - LEAST_DAYS) * DAY_MS) return undefined;
    const [key, cert] = await Promise.all([fs.readFile(join(folder, KEY_FILE), "utf8"), fs.readFile(join(folder, CERTIFICATE_FILE), "utf8")]);
    return { key, cert };
  } catch {
    return undefined;
  }
}

async function newCertificate(now: number): Promise<TlsCertificate> {
  const { private: key, cert } = await generate([{ name: "commonName", value: "Keyseal local AWS" }], {
    keyType: "ec",
    curve: "P-256",
    algorithm: "sha256",
    // A clock that is a little behind must not find it from the future.
    notBeforeDate: new Date(now - DAY_MS),
    notAfterDate: new Date(now + (LIFE_DAYS - 1) * DAY_MS),
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [...NAMES.map((value) => ({ type: 2 as const, value })), ...ADDRESSES.map((ip) => ({ type: 7 as const, ip }))],
      },
    ],
  });
  return { key, cert };
}
