import { endpointProblem, regionProblem, type ConsoleConfig, type Endpoints } from "#domain/config.ts";
import { credentialProblems, maskAccessKeyId, type PlainCredentials } from "#domain/credentials.ts";
import { isAwsS3 } from "#domain/endpoints.ts";
import type { AwsFailure } from "#domain/failure.ts";

/** What the sign-in form holds, as typed. */
export interface SignInDraft {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly region: string;
  readonly s3: string;
  readonly kms: string;
  readonly sts: string;
  readonly forcePathStyle: boolean;
}

/** The fields a problem can be shown at. */
export type SignInField = Exclude<keyof SignInDraft, "forcePathStyle">;

/** Problems by field, in words. */
export type SignInProblems = Partial<Readonly<Record<SignInField, string>>>;

/** Where the session goes: what both ways of signing in need besides credentials. */
export interface SignInTarget {
  readonly region: string;
  readonly endpoints: Endpoints;
}

/** The form as it opens: Region and endpoints as the administrator configured them. */
export function emptySignInDraft(config: ConsoleConfig): SignInDraft {
  const { s3 = "", kms = "", sts = "", forcePathStyle } = config.endpoints;
  return { accessKeyId: "", secretAccessKey: "", sessionToken: "", region: config.region, s3, kms, sts, forcePathStyle };
}

/** Reads Region and endpoints; an empty endpoint means AWS's own for the Region. */
export function parseSignInTarget(draft: SignInDraft): { readonly ok: true; readonly target: SignInTarget } | { readonly ok: false; readonly problems: SignInProblems } {
  const region = draft.region.trim();
  const problems: SignInProblems = known({
    region: region === "" ? "Choose a Region." : regionProblem(region),
    s3: endpointProblem(draft.s3),
    kms: endpointProblem(draft.kms),
    sts: endpointProblem(draft.sts),
  });
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  const endpoints = { s3: address(draft.s3), kms: address(draft.kms), sts: address(draft.sts), forcePathStyle: draft.forcePathStyle };
  return { ok: true, target: { region, endpoints } };
}

/** What leaving an endpoint empty means. Beside a server that is not AWS it means that there is no such service: AWS is not asked in its place. */
export function emptyEndpointMeaning(draft: SignInDraft, service: "s3" | "kms" | "sts"): string {
  const s3 = address(draft.s3);
  if (service === "s3" || s3 === undefined || endpointProblem(s3) !== undefined || isAwsS3({ s3, forcePathStyle: false })) return "Leave empty for AWS's own.";
  return service === "kms"
    ? "Leave empty if the server has no KMS API: key names are then typed."
    : "Leave empty if the server has no STS: it then does not say who you are, and your credentials are not checked at sign-in.";
}

/** Reads the three credential fields. White space around them, which copying brings along, is dropped. */
export function parseSignInCredentials(
  draft: SignInDraft,
): { readonly ok: true; readonly credentials: PlainCredentials } | { readonly ok: false; readonly problems: SignInProblems } {
  const accessKeyId = draft.accessKeyId.trim();
  const secretAccessKey = draft.secretAccessKey.trim();
  const sessionToken = draft.sessionToken.trim() === "" ? undefined : draft.sessionToken.trim();
  const problems = credentialProblems({ accessKeyId, secretAccessKey, sessionToken });
  if (problems.length > 0) return { ok: false, problems: Object.fromEntries(problems.map(({ field, message }) => [field, message])) };
  return { ok: true, credentials: { accessKeyId, secretAccessKey, sessionToken } };
}

/** AWS's codes for credentials that are wrong; STS, S3 and KMS name the same thing differently (aws-facts 4.1). */
const FIELD_OF_CODE: ReadonlyMap<string, SignInField> = new Map([
  ["InvalidClientTokenId", "accessKeyId"],
  ["InvalidAccessKeyId", "accessKeyId"],
  ["UnrecognizedClientException", "accessKeyId"],
  ["SignatureDoesNotMatch", "secretAccessKey"],
  ["InvalidSignatureException", "secretAccessKey"],
  ["ExpiredToken", "sessionToken"],
  ["ExpiredTokenException", "sessionToken"],
  ["InvalidToken", "sessionToken"],
]);

/** Where a refused sign-in is shown: at the field that AWS's answer points to, or over the form. */
export function failurePlace(failure: AwsFailure): SignInField | "form" {
  return FIELD_OF_CODE.get(failure.code ?? "") ?? "form";
}

/** Credentials as they may be shown: enough of the access key ID to recognize it, and of the rest only that it is there. */
export function maskedCredentials({ accessKeyId, secretAccessKey, sessionToken }: PlainCredentials): readonly (readonly [label: string, shown: string])[] {
  return [
    ["Access key ID", maskAccessKeyId(accessKeyId)],
    ["Secret access key", `•••••••• (${secretAccessKey.length} characters)`],
    ["Session token", sessionToken === undefined ? "none" : `•••••••• (${sessionToken.length} characters)`],
  ];
}

function known(problems: Readonly<Record<string, string | undefined>>): SignInProblems {
  return Object.fromEntries(Object.entries(problems).filter(([, problem]) => problem !== undefined));
}

function address(text: string): string | undefined {
  return text.trim() === "" ? undefined : text.trim();
}
