import { demoBuckets, demoPrincipals } from "#local-aws/seed.ts";

/** `https` under `--tls`. */
export type Scheme = "http" | "https";


/**
 * The text of `config.json` that tells the console of a stand-in at this port. Its shape is the console's own `ConsoleConfig`,
 * written out here because the two sides share no code.
 */
export function consoleConfigJson(localAwsPort: number, scheme: Scheme = "http"): string {
  const endpoint = localUrl(localAwsPort, scheme);
  return JSON.stringify({
    region: "us-east-1",
    endpoints: { s3: endpoint, kms: endpoint, sts: endpoint, forcePathStyle: true },
    buckets: demoBuckets.map(({ name, region }) => ({ name, region })),
    demoPrincipals: demoPrincipals.map(({ name, description, accessKeyId, secretAccessKey }) => ({
      name,
      description,
      accessKeyId,
      secretAccessKey,
    })),
  });
}

/** Where a server at this port of this machine is reached. */
export function localUrl(port: number, scheme: Scheme = "http"): string {
  return `${scheme}://localhost:${port}`;
}

/** The origins of a console at this port that the demo buckets' CORS lets in. */
export function consoleOrigins(port: number, scheme: Scheme = "http"): string[] {
  return [`${scheme}://localhost:${port}`, `${scheme}://127.0.0.1:${port}`];
}
