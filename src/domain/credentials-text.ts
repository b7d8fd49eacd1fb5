import { z } from "zod";
import { credentialProblems, type PlainCredentials } from "./credentials.ts";

/** One set of credentials found in a pasted text. */
interface CredentialsCandidate {
  /** What to call it where there is a choice: the profile's name, or the form it came in. */
  readonly label: string;
  /** The form it was recognised as, in words, e.g. "an ini profile". */
  readonly form: string;
  readonly credentials: PlainCredentials;
}

/** What a pasted text holds, or why nothing could be made of it. Never repeats the text itself: it may hold a secret. */
export type CredentialsParse = { readonly ok: true; readonly candidates: readonly CredentialsCandidate[] } | { readonly ok: false; readonly problem: string };

/**
 * Reads credentials from any form they are commonly copied in: `export AWS_…=`, `set AWS_…=`, `$Env:AWS_…=`, `setx`, ini profiles,
 * JSON of STS, `aws configure export-credentials` and the SSO portal (aws-facts 4.1, 4.2 for the members).
 */
export function parseCredentialsText(text: string): CredentialsParse {
  const trimmed = text.trim();
  if (trimmed === "") return { ok: false, problem: "Paste credentials first." };
  const found = /^(\{|\[\s*[{\]])/.test(trimmed) ? fromJson(trimmed) : [...fromIni(trimmed), ...fromAssignments(trimmed)];
  if (typeof found === "string") return { ok: false, problem: found };
  if (found.length === 0) {
    return { ok: false, problem: "No credentials were recognised. An access key id and a secret access key are needed, as export lines, an ini profile or JSON." };
  }
  for (const candidate of found) {
    const [problem] = credentialProblems(candidate.credentials);
    if (problem !== undefined) return { ok: false, problem: found.length === 1 ? problem.message : `${candidate.label}: ${problem.message}` };
  }
  return { ok: true, candidates: found };
}

const expiry = z.union([z.string(), z.number()]).optional().catch(undefined);
const members = z.object({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  sessionToken: z.string().nullish(),
  expiration: expiry,
});

/** The names one member goes by in the JSON that AWS's tools print. */
const JSON_NAMES: Readonly<Record<keyof z.input<typeof members>, readonly string[]>> = {
  accessKeyId: ["accessKeyId", "AccessKeyId", "AWS_ACCESS_KEY_ID", "aws_access_key_id"],
  // Cognito identity pools say SecretKey (aws-facts 4.2)
  secretAccessKey: ["secretAccessKey", "SecretAccessKey", "SecretKey", "AWS_SECRET_ACCESS_KEY", "aws_secret_access_key"],
  sessionToken: ["sessionToken", "SessionToken", "AWS_SESSION_TOKEN", "aws_session_token", "Token"],
  expiration: ["expiration", "Expiration", "AWS_CREDENTIAL_EXPIRATION"],
};

function fromJson(text: string): CredentialsCandidate[] | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "This begins like JSON and is not: it may have been cut off when it was copied.";
  }
  const found: CredentialsCandidate[] = [];
  const visit = (node: unknown, label: string, depth: number): void => {
    if (typeof node !== "object" || node === null || depth > 4) return;
    const record = new Map(Object.entries(node));
    const pick = (names: readonly string[]): unknown => names.map((name) => record.get(name)).find((item) => item !== undefined);
    const parsed = members.safeParse(Object.fromEntries(Object.entries(JSON_NAMES).map(([member, names]) => [member, pick(names)])));
    if (parsed.success) {
      const { accessKeyId, secretAccessKey, sessionToken, expiration } = parsed.data;
      found.push({ label, form: "JSON", credentials: plain(accessKeyId, secretAccessKey, sessionToken ?? undefined, expiration) });
      return;
    }
    for (const [name, child] of record) visit(child, /^\d+$/.test(name) ? `${label} ${Number(name) + 1}` : name, depth + 1);
  };
  visit(value, "JSON", 0);
  return found.length > 0 ? found : "This JSON holds no AccessKeyId and SecretAccessKey.";
}

function fromIni(text: string): CredentialsCandidate[] {
  const sections: { label: string; values: Map<string, string> }[] = [];
  let current: Map<string, string> | undefined;
  for (const line of text.split(/\r?\n/)) {
    const heading = /^\s*\[\s*(?:profile\s+)?([^\]]+?)\s*\]\s*$/.exec(line);
    if (heading?.[1] !== undefined) {
      current = new Map();
      sections.push({ label: heading[1], values: current });
      continue;
    }
    const pair = /^\s*(aws_[a-z_]+|x_security_token_expires|expiration)\s*=\s*(.*?)\s*$/i.exec(line);
    if (pair?.[1] === undefined || pair[2] === undefined) continue;
    if (current === undefined) {
      if (/^\s*[A-Z_]+\s*=/.test(line)) continue; // an upper-case assignment: the other reader's
      current = new Map();
      sections.push({ label: "default", values: current });
    }
    current.set(pair[1].toLowerCase(), unquote(pair[2]));
  }
  return sections.flatMap(({ label, values }) => candidateOf(label, "an ini profile", values));
}

function fromAssignments(text: string): CredentialsCandidate[] {
  const values = new Map<string, string>();
  let form = "shell variables";
  if (/^\s*\[/m.test(text)) return [];
  for (const line of text.split(/\r?\n|;\s*(?=(?:export|set|\$Env:|AWS_))|&&/i)) {
    const match =
      /^\s*(export|set|setenv|\$Env:|setx|\$env\.)?\s*["']?(AWS_[A-Z_]+)["']?\s*(?:=|\s)\s*(.*?)\s*$/i.exec(line.replace(/\\$/, "")) ?? undefined;
    if (match?.[2] === undefined || match[3] === undefined) continue;
    const lead = match[1]?.toLowerCase() ?? "";
    if (lead.startsWith("$env")) form = "PowerShell variables";
    else if (lead === "set" || lead === "setx") form = "Windows command lines";
    values.set(match[2].toLowerCase(), unquote(match[3].replace(/^=\s*/, "")));
  }
  // Lower-case names without a shell word in front are an ini file's, read already
  return /^\s*aws_[a-z_]+\s*=/m.test(text) ? [] : candidateOf("Environment", form, values);
}

function candidateOf(label: string, form: string, values: ReadonlyMap<string, string>): CredentialsCandidate[] {
  const accessKeyId = values.get("aws_access_key_id");
  const secretAccessKey = values.get("aws_secret_access_key");
  if (accessKeyId === undefined && secretAccessKey === undefined) return [];
  const token = values.get("aws_session_token") ?? values.get("aws_security_token");
  const expires = values.get("aws_credential_expiration") ?? values.get("x_security_token_expires") ?? values.get("expiration");
  return [{ label, form, credentials: plain(accessKeyId ?? "", secretAccessKey ?? "", token, expires) }];
}

function plain(accessKeyId: string, secretAccessKey: string, sessionToken: string | undefined, expiration: string | number | undefined): PlainCredentials {
  const token = sessionToken?.trim() ?? "";
  const expiresAt = timeOf(expiration);
  return {
    accessKeyId: accessKeyId.trim(),
    secretAccessKey: secretAccessKey.trim(),
    ...(token === "" ? {} : { sessionToken: token }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

/** Seconds or milliseconds since the epoch, or an ISO date; undefined for anything else. */
function timeOf(expiration: string | number | undefined): number | undefined {
  if (expiration === undefined || expiration === "") return undefined;
  const number = Number(expiration);
  const time = Number.isNaN(number) ? Date.parse(String(expiration)) : number < 1e11 ? number * 1000 : number;
  return Number.isNaN(time) ? undefined : time;
}

function unquote(text: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(text);
  return quoted?.[2] ?? text;
}
