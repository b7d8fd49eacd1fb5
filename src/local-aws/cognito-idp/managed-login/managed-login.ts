import type { CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { findUserPoolByDomain, type UserPool } from "#local-aws/cognito-idp/rows.ts";
import { fromUtf8 } from "#local-aws/protocol/bytes.ts";
import type { WebPages } from "#local-aws/protocol/front.ts";
import type { Location } from "#local-aws/protocol/locate.ts";
import { readSmallBody } from "#local-aws/protocol/payload.ts";
import { authorize } from "./authorize.ts";
import { DOMAIN_PATH, wellKnown } from "./discovery.ts";
import { login } from "./login.ts";
import { logout } from "./logout.ts";
import { preflightAnswer } from "./oauth-answer.ts";
import { errorPage } from "./page.ts";
import { revoke } from "./revoke.ts";
import { token } from "./token.ts";
import { userInfo } from "./user-info.ts";
import type { WebCall } from "./web-call.ts";

/** An endpoint: its methods, what answers it, and whether scripts of other origins may call it. */
interface Endpoint {
  readonly methods: readonly string[];
  readonly answer: (services: CognitoServices, call: WebCall) => Promise<Response>;
  readonly cors: boolean;
}

const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map([
  ["/oauth2/authorize", { methods: ["GET"], answer: authorize, cors: false }],
  ["/login", { methods: ["GET", "POST"], answer: login, cors: false }],
  ["/logout", { methods: ["GET"], answer: logout, cors: false }],
  ["/oauth2/token", { methods: ["POST"], answer: token, cors: true }],
  ["/oauth2/revoke", { methods: ["POST"], answer: revoke, cors: true }],
  ["/oauth2/userInfo", { methods: ["GET", "POST"], answer: userInfo, cors: true }],
]);

const WELL_KNOWN = /^\/([a-z]{2}-[a-z-]+-\d_[0-9A-Za-z]+)\/\.well-known\/(jwks\.json|openid-configuration)$/;
const UNDER_PATH = new RegExp(`^${DOMAIN_PATH}/([a-z0-9-]+)(/.*)?$`);

/**
 * Managed login and the public documents of user pools (aws-facts 4.3): on the host `DOMAIN.auth.REGION.localhost`, under
 * `/_cognito/DOMAIN` of the plain endpoint, and at `/POOLID/.well-known/`. Any other request is none of theirs.
 */
export function createManagedLogin(services: CognitoServices): WebPages {
  return (request, location, info) => {
    const secure = info.secure ?? request.url.startsWith("https:");
    const { rawPath } = location.target;
    const [, userPoolId, document] = WELL_KNOWN.exec(rawPath) ?? [];
    if (userPoolId !== undefined && document !== undefined) return publicDocument(services, request, { userPoolId, document, host: location.host, secure });
    if (location.userPoolDomain !== undefined) return answerDomain(services, request, location, { domain: location.userPoolDomain, path: rawPath, base: "", secure });
    const [, domain, path = "/"] = UNDER_PATH.exec(rawPath) ?? [];
    return domain === undefined ? undefined : answerDomain(services, request, location, { domain, path, base: `${DOMAIN_PATH}/${domain}`, secure });
  };
}

interface PublicDocument {
  readonly userPoolId: string;
  readonly document: string;
  readonly host: string;
  readonly secure: boolean;
}

async function publicDocument(services: CognitoServices, { method, headers }: Request, { userPoolId, document, host, secure }: PublicDocument): Promise<Response> {
  if (method === "OPTIONS") return preflightAnswer("GET", headers.get("access-control-request-headers"));
  if (method !== "GET" && method !== "HEAD") return methodNotAllowed("GET");
  return wellKnown(services, userPoolId, document, { host, secure });
}

async function answerDomain(
  services: CognitoServices,
  request: Request,
  location: Location,
  at: Pick<WebCall, "path" | "base" | "secure"> & { readonly domain: string },
): Promise<Response> {
  const { domain, ...place } = at;
  const pool = findUserPoolByDomain(services.metadata, domain);
  const endpoint = ENDPOINTS.get(place.path);
  if (pool === undefined || !isOfRegion(pool, location) || endpoint === undefined) return errorPage("There is no such page here.", 404);
  const methods = endpoint.methods.join(", ");
  if (request.method === "OPTIONS" && endpoint.cors) return preflightAnswer(methods, request.headers.get("access-control-request-headers"));
  const method = request.method === "HEAD" ? "GET" : request.method;
  if (!endpoint.methods.includes(method)) return methodNotAllowed(methods);
  const call: WebCall = {
    ...place,
    method,
    host: location.host,
    origin: `${place.secure ? "https" : "http"}://${location.host}`,
    pool,
    headers: request.headers,
    query: new URLSearchParams(location.target.parameters.map(([name, value]) => [name, value])),
    form: await readForm(request),
  };
  return endpoint.answer(services, call);
}

/** A pool's host names its Region. */
function isOfRegion(pool: UserPool, { userPoolDomain, hostRegion }: Location): boolean {
  return userPoolDomain === undefined || hostRegion === pool.region;
}

/** The fields of a form; none for a body of another kind. @throws AwsError 413 beyond 1 MiB */
async function readForm(request: Request): Promise<URLSearchParams> {
  const body = fromUtf8(await readSmallBody(request.body));
  const isForm = (request.headers.get("content-type") ?? "").toLowerCase().startsWith("application/x-www-form-urlencoded");
  return new URLSearchParams(isForm ? body : "");
}

function methodNotAllowed(allow: string): Response {
  return new Response(null, { status: 405, headers: { allow, "content-length": "0" } });
}
