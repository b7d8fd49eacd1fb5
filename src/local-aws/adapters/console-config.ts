import { demoBuckets, demoPrincipals } from "#local-aws/seed.ts";

/**
 * The text of `config.json` that tells the console of a stand-in at this port. Its shape is the console's own `ConsoleConfig`,
 * written out here because the two sides share no code.
 */
export function consoleConfigJson(localAwsPort: number): string {
  const endpoint = localAwsUrl(localAwsPort);
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

/** Where a stand-in at this port is reached. */
export function localAwsUrl(port: number): string {
  return `http://localhost:${port}`;
}

/** The origins of a console at this port that the demo buckets' CORS lets in. */
export function consoleOrigins(port: number): string[] {
  return [`http://localhost:${port}`, `http://127.0.0.1:${port}`];
}
