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

/** Who signs, as far as anybody says: an S3-compatible server need not have an STS that does. */
export type Caller = CallerIdentity | "unknown";

/** Account of the caller; undefined where it is not known. */
export function accountOf(caller: Caller): string | undefined {
  return caller === "unknown" ? undefined : caller.accountId;
}

/** Where a session's credentials came from. */
export type CredentialSource = "pasted" | "demo";

/** A problem of one of the three fields. */
export interface CredentialProblem {
  readonly field: "accessKeyId" | "secretAccessKey" | "sessionToken";
  readonly message: string;
}

/** What is wrong with credentials as they were typed or pasted. Never repeats the secret. */
export function credentialProblems(credentials: PlainCredentials): readonly CredentialProblem[] {
  const problems: CredentialProblem[] = [];
  const id = credentials.accessKeyId.trim();
  if (id === "") problems.push({ field: "accessKeyId", message: "Enter the access key id." });
  else if (!/^[A-Za-z0-9_-]{16,128}$/.test(id)) problems.push({ field: "accessKeyId", message: "An access key id has at least 16 letters and digits, and begins with AKIA or ASIA on AWS." });
  const secret = credentials.secretAccessKey.trim();
  if (secret === "") problems.push({ field: "secretAccessKey", message: "Enter the secret access key." });
  else if (/\s/.test(secret)) problems.push({ field: "secretAccessKey", message: "The secret access key holds a space or a line break: it was not copied cleanly." });
  else if (secret === id) problems.push({ field: "secretAccessKey", message: "This is the access key id again. The secret access key is the longer one." });
  const token = credentials.sessionToken?.trim() ?? "";
  if (token !== "" && /\s/.test(token)) problems.push({ field: "sessionToken", message: "The session token holds a space or a line break: it was not copied cleanly." });
  if (isTemporary(id) && token === "") problems.push({ field: "sessionToken", message: "Keys that begin with ASIA are temporary and need their session token." });
  return problems;
}

/** True for the long-lived keys of an IAM user (`AKIA…`): exchanged for a session at sign-in and dropped. */
export function isLongLived(accessKeyId: string): boolean {
  return accessKeyId.startsWith("AKIA");
}

/** True for temporary keys (`ASIA…`), which need a session token. */
function isTemporary(accessKeyId: string): boolean {
  return accessKeyId.startsWith("ASIA");
}

/** The name people know a principal by: user name, `role/session`, `root` (aws-facts 4.1). */
export function callerName(arn: string): string {
  const resource = arn.split(":").slice(5).join(":");
  const [type, ...path] = resource.split("/");
  if (type === "assumed-role") return path.join("/");
  return path.at(-1) ?? resource;
}

/** True when the account's root signed: no console should be used with it. */
export function isRootArn(arn: string): boolean {
  return arn.endsWith(":root");
}

/** Partition the caller signs in; `aws` where it is not known. */
export function partitionOf(caller: Caller): string {
  return caller === "unknown" ? "aws" : (/^arn:([^:]+):/.exec(caller.arn)?.[1] ?? "aws");
}

/** An access key id as it may be shown: never the secret, and no more of the id than tells keys apart. */
export function maskAccessKeyId(accessKeyId: string): string {
  return accessKeyId.length <= 8 ? accessKeyId : `${accessKeyId.slice(0, 4)}…${accessKeyId.slice(-4)}`;
}
