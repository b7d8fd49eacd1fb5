/** Credentials as a person gives them, before the secret is sealed. Never stored, logged or rendered whole. */
export interface PlainCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  /** Milliseconds since the epoch, when the source told. */
  readonly expiresAt?: number | undefined;
}

/** Who STS says signed (aws-facts 4.1). */
export interface CallerIdentity {
  readonly accountId: string;
  readonly arn: string;
  readonly userId: string;
}

/** Where a session's credentials came from. */
export type CredentialSource = "pasted" | "demo";
