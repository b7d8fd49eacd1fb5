import { actualCorsHeaders, answerPreflight } from "#local-aws/cors/cors.ts";
import type { Services } from "#local-aws/services.ts";
import { AwsError } from "./aws-error.ts";
import { errorResponse, internalError, type ResponseIds } from "./error-response.ts";
import { checkHeaderSection } from "./header-limit.ts";
import { locate, unknownServiceError, type Location } from "./locate.ts";
import type { ConnectionInfo, RequestContext, S3ControlRequest, S3Request } from "./request-context.ts";
import { verifyRequest } from "./request-verification.ts";
import { idHeaders, newResponseIds } from "./response-ids.ts";
import type { ServiceName } from "./service-name.ts";

/** The services behind the front. */
export type ServiceHandlers = {
  readonly s3: { handle(request: S3Request): Promise<Response> };
  readonly "s3-control": { handle(request: S3ControlRequest): Promise<Response> };
} & {
  readonly [Service in Exclude<ServiceName, "s3" | "s3-control">]: { handle(context: RequestContext): Promise<Response> };
};

/**
 * Pages and web endpoints that are no AWS API: managed login and the JWKS of user pools. They are asked after the host check and before
 * the signature; undefined: the request is not theirs. Their answers carry their own CORS headers.
 */
export type WebPages = (request: Request, location: Location, info: ConnectionInfo) => Promise<Response> | undefined;

/**
 * The front that every request passes: host check, pages, service, CORS preflight, signature, service, and on the way out the error in the
 * service's form, the CORS headers and the ids. It never rejects.
 */
export function createFront(services: Services, handlers: ServiceHandlers, pages?: WebPages): (request: Request, info: ConnectionInfo) => Promise<Response> {
  async function serve(request: Request, info: ConnectionInfo, location: Location, ids: ResponseIds): Promise<Response> {
    if (request.method === "OPTIONS") return answerPreflight(request.headers, location.cors);
    if (location.unknownService !== undefined) throw unknownServiceError(location.unknownService);
    if (location.service === "s3") checkHeaderSection(request.headers);
    const verified = await verifyRequest(services, request, location, { info, requestId: ids.requestId });
    const context: RequestContext = {
      method: request.method,
      headers: request.headers,
      host: location.host,
      query: new URLSearchParams(location.target.parameters.map(([name, value]) => [name, value])),
      caller: verified.caller,
      region: verified.region,
      requestId: ids.requestId,
      origin: verified.origin,
      body: verified.body,
      secure: verified.origin.secureTransport,
    };
    try {
      return await dispatch(handlers, location, context);
    } finally {
      // An operation may leave the body unread, wholly or in part: nothing must wait for the rest of it.
      await verified.body.abandon();
    }
  }

  return async (request, info) => {
    const found = attempt(() => locate(services, request, info));
    const location = found.ok ? found.value : undefined;
    const service = location?.service ?? "s3";
    const ids = newResponseIds(services.random, service);
    let response: Response;
    try {
      if (!found.ok) throw found.error;
      const page = await pages?.(request, found.value, info);
      if (page !== undefined) {
        await dropBody(request);
        return finish(page, request.method, idHeaders(service, ids, services.clock));
      }
      response = await serve(request, info, found.value, ids);
    } catch (error) {
      response = errorResponse(service, asAwsError(error, service, ids), ids, request.method);
      await dropBody(request);
    }
    const corsHeaders = location === undefined || request.method === "OPTIONS" ? {} : actualCorsHeaders(request.method, request.headers, location.cors);
    return finish(response, request.method, { ...corsHeaders, ...idHeaders(service, ids, services.clock) });
  };
}

function dispatch(handlers: ServiceHandlers, { service, address, target }: Location, context: RequestContext): Promise<Response> {
  if (service === "s3") return handlers.s3.handle({ ...context, ...address });
  if (service === "s3-control") return handlers["s3-control"].handle({ ...context, path: target.rawPath });
  return handlers[service].handle(context);
}

function attempt<T>(work: () => T): { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown } {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    return { ok: false, error };
  }
}

/** Anything but an AwsError is a defect of ours: logged with the id that the answer carries, told to nobody. */
function asAwsError(error: unknown, service: ServiceName, ids: ResponseIds): AwsError {
  if (error instanceof AwsError) return error;
  console.error(`local AWS: internal error in ${service}, request ${ids.requestId}:`, error);
  return internalError(service);
}

async function dropBody(request: Request): Promise<void> {
  // Locked: it was taken already, and whoever took it has let it go.
  if (request.body !== null && !request.body.locked) await request.body.cancel().catch(() => undefined);
}

function finish(response: Response, method: string, headers: Readonly<Record<string, string>>): Response {
  const answer = method === "HEAD" && response.body !== null ? new Response(null, { status: response.status, headers: response.headers }) : response;
  for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
  return answer;
}
