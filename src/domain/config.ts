import { z } from "zod";
import { bucketNameProblem } from "./bucket.ts";

/** A demo principal that the local stand-in documents: its keys are public by design. */
export interface DemoPrincipal {
  readonly name: string;
  readonly description: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Custom endpoints, for the local stand-in and for S3-compatible servers. Undefined = AWS's own, by Region. */
export interface Endpoints {
  readonly s3?: string | undefined;
  readonly kms?: string | undefined;
  readonly sts?: string | undefined;
  /** `http://host/bucket/key` instead of `http://bucket.host/key`. */
  readonly forcePathStyle: boolean;
}

/** `config.json`, served beside the console: what an administrator sets for everybody. Holds no secret but a demo's. */
export interface ConsoleConfig {
  readonly region: string;
  readonly endpoints: Endpoints;
  readonly buckets: readonly { readonly name: string; readonly region?: string | undefined }[];
  /** Set by `npm start` only. */
  readonly demoPrincipals: readonly DemoPrincipal[];
}

/** What the console does without `config.json`: AWS itself, in us-east-1. */
export const defaultConsoleConfig: ConsoleConfig = { region: "us-east-1", endpoints: { forcePathStyle: false }, buckets: [], demoPrincipals: [] };

/** The Regions people choose from. Any other can be typed: AWS opens new ones. */
export const AWS_REGIONS: readonly { readonly value: string; readonly label: string }[] = [
  { value: "us-east-1", label: "US East (N. Virginia)" },
  { value: "us-east-2", label: "US East (Ohio)" },
  { value: "us-west-1", label: "US West (N. California)" },
  { value: "us-west-2", label: "US West (Oregon)" },
  { value: "af-south-1", label: "Africa (Cape Town)" },
  { value: "ap-east-1", label: "Asia Pacific (Hong Kong)" },
  { value: "ap-northeast-1", label: "Asia Pacific (Tokyo)" },
  { value: "ap-northeast-2", label: "Asia Pacific (Seoul)" },
  { value: "ap-northeast-3", label: "Asia Pacific (Osaka)" },
  { value: "ap-south-1", label: "Asia Pacific (Mumbai)" },
  { value: "ap-south-2", label: "Asia Pacific (Hyderabad)" },
  { value: "ap-southeast-1", label: "Asia Pacific (Singapore)" },
  { value: "ap-southeast-2", label: "Asia Pacific (Sydney)" },
  { value: "ap-southeast-3", label: "Asia Pacific (Jakarta)" },
  { value: "ap-southeast-4", label: "Asia Pacific (Melbourne)" },
  { value: "ca-central-1", label: "Canada (Central)" },
  { value: "ca-west-1", label: "Canada West (Calgary)" },
  { value: "eu-central-1", label: "Europe (Frankfurt)" },
  { value: "eu-central-2", label: "Europe (Zurich)" },
  { value: "eu-north-1", label: "Europe (Stockholm)" },
  { value: "eu-south-1", label: "Europe (Milan)" },
  { value: "eu-south-2", label: "Europe (Spain)" },
  { value: "eu-west-1", label: "Europe (Ireland)" },
  { value: "eu-west-2", label: "Europe (London)" },
  { value: "eu-west-3", label: "Europe (Paris)" },
  { value: "il-central-1", label: "Israel (Tel Aviv)" },
  { value: "me-central-1", label: "Middle East (UAE)" },
  { value: "me-south-1", label: "Middle East (Bahrain)" },
  { value: "sa-east-1", label: "South America (São Paulo)" },
  { value: "us-gov-east-1", label: "AWS GovCloud (US-East)" },
  { value: "us-gov-west-1", label: "AWS GovCloud (US-West)" },
  { value: "cn-north-1", label: "China (Beijing)" },
  { value: "cn-northwest-1", label: "China (Ningxia)" },
];

/** What is wrong with a Region's name, in words, or undefined. */
export function regionProblem(region: string): string | undefined {
  return /^[a-z]{2}(-[a-z]+)+-\d$/.test(region) ? undefined : "A Region looks like us-east-1.";
}

/** What is wrong with a custom endpoint, in words, or undefined. Empty means AWS's own. */
export function endpointProblem(text: string): string | undefined {
  if (text.trim() === "") return undefined;
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return "An endpoint is a URL, such as https://s3.example.com or http://localhost:4566.";
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") return "An endpoint begins with https:// (or http:// for a server on this machine).";
  if (url.username !== "" || url.password !== "") return "An endpoint holds no user name or password.";
  if (url.search !== "" || url.hash !== "") return "An endpoint has no query and no fragment.";
  const local = /^(localhost|127\.0\.0\.1|\[::1\]|.*\.localhost)$/.test(url.hostname);
  if (url.protocol === "http:" && !local) return "Plain http:// is for this machine only: anything on the way could read and change the data, and S3 refuses SSE-KMS without TLS.";
  return undefined;
}

const endpoint = z
  .string()
  .trim()
  .superRefine((text, context) => {
    const problem = endpointProblem(text);
    if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
  })
  .transform((text) => (text === "" ? undefined : text));

const region = z.string().superRefine((text, context) => {
  const problem = regionProblem(text);
  if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
});

const bucketName = z.string().superRefine((name, context) => {
  const problem = bucketNameProblem(name);
  if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
});

const schema = z.strictObject({
  region: region.default(defaultConsoleConfig.region),
  endpoints: z
    .strictObject({ s3: endpoint.optional(), kms: endpoint.optional(), sts: endpoint.optional(), forcePathStyle: z.boolean().default(false) })
    .default({ forcePathStyle: false }),
  buckets: z.array(z.strictObject({ name: bucketName, region: region.optional() })).default([]),
  demoPrincipals: z
    .array(z.strictObject({ name: z.string().min(1), description: z.string(), accessKeyId: z.string().min(16), secretAccessKey: z.string().min(1) }))
    .default([]),
});

/** Reads `config.json`. Unknown members are refused: a misspelt setting must not be passed over in silence. */
export function parseConsoleConfig(value: unknown): { readonly ok: true; readonly config: ConsoleConfig } | { readonly ok: false; readonly problem: string } {
  const parsed = schema.safeParse(value);
  return parsed.success ? { ok: true, config: parsed.data } : { ok: false, problem: z.prettifyError(parsed.error) };
}
