import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { readHost } from "#local-aws/protocol/host.ts";
import type { ConnectionInfo } from "#local-aws/protocol/request-context.ts";
import { readRequestTarget } from "#local-aws/protocol/request-target.ts";
import type { Services } from "#local-aws/services.ts";
import { expireSessions } from "./expire-sessions.ts";
import type { FaultList, ListedFault } from "./fault-list.ts";
import { FAULTS_PATH } from "./faults-path.ts";
import { FaultOrderError, readFaultOrder } from "./read-fault.ts";

/*
 * The endpoint for faults on demand, `/_local-aws/faults`; there with `--faults` only. No signature; JSON in and out.
 *
 *   GET     {"faults": [{"id", "kind", …, "match", "times", "after", "probability", "seed", "matched", "happened"}]}
 *   POST    one fault, or an array of them: 201 {"faults": […]} as GET lists them
 *   DELETE  forgets them all: 204
 *
 * A fault is `{"kind": …, "match"?: {…}, "times"?: 1, "after"?: 0, "probability"?: 1, "seed"?: 0}`: it befalls the next `times` requests
 * (a number, or "unlimited") that match, once `after` of them have passed, each with that probability. Where several are due, the first that
 * was ordered is it. Kinds, and what they take (see fault.ts):
 *
 *   delay           milliseconds, when: "before" (default) or "after" the work
 *   slow            bytesPerSecond, direction: "response" (default) or "request"
 *   cut-request     afterBytes of the request's body; nothing is done
 *   cut-response    afterBytes of the answer's body; the work is done
 *   drop-response   the work is done, and nothing is answered
 *   internal-error  500            slow-down  503, retryAfterSeconds?          throttle    ThrottlingException (S3: SlowDown)
 *   disk-full       500 after a whole PUT or POST body                         clock-skew  RequestTimeTooSkewed
 *   expire-session  the session that signed the request ends before it; with accessKeyId, userName or roleName instead of a match, their
 *                   sessions end at once: 200 {"expired": <how many>}
 *
 * `match` may have service ("s3", "kms", "sts", …), operation ("UploadPart"), method, bucket, key, keyPrefix, accessKeyId, partNumber. Preflights
 * match only when `method` is "OPTIONS".
 *
 * No web page can reach it: it takes loopback peers and the stand-in's own host names only, refuses every request with an Origin header,
 * takes POST as application/json only, and answers no preflight. Browsers repeat some requests by themselves when a kept connection ends without an
 * answer: `happened` counts each.
 */

const MAX_BODY_BYTES = 1_048_576;
const LOOPBACK_PEER = /^(?:::1|(?:::ffff:)?127(?:\.\d{1,3}){3})$/i;

/** Answers a request to the endpoint; undefined for any other. */
export function createFaultsEndpoint(services: Pick<Services, "clock" | "metadata" | "settings">, faults: FaultList): (request: Request, info: ConnectionInfo) => Promise<Response> | undefined {
  async function serve(request: Request, info: ConnectionInfo): Promise<Response> {
    const refusal = refusalOf(services, request, info);
    if (refusal !== undefined) {
      await request.body?.cancel();
      return refusal;
    }
    switch (request.method) {
      case "GET":
        return json(200, { faults: faults.list().map(shown) });
      case "POST":
        return order(request);
      case "DELETE":
        await request.body?.cancel();
        faults.clear();
        return new Response(null, { status: 204 });
      default:
        await request.body?.cancel();
        return json(405, { message: "This endpoint takes GET, POST and DELETE." });
    }
  }

  async function order(request: Request): Promise<Response> {
    try {
      const given = await readJson(request);
      const orders = (Array.isArray(given) ? given : [given]).map(readFaultOrder);
      let expired: number | undefined;
      const added: ListedFault[] = [];
      for (const one of orders) {
        if ("fault" in one) added.push(faults.add(one.fault));
        else expired = (expired ?? 0) + (await expireSessions(services, one.sessions));
      }
      return json(added.length === 0 ? 200 : 201, { ...(added.length === 0 ? {} : { faults: added.map(shown) }), ...(expired === undefined ? {} : { expired }) });
    } catch (error) {
      if (error instanceof FaultOrderError) return json(400, { message: error.message });
      throw error;
    }
  }

  return (request, info) => (readsAs(request, info) === FAULTS_PATH ? serve(request, info) : undefined);
}

/** The path of a request; undefined where it has none that can be read, which the front refuses. */
function readsAs(request: Request, info: ConnectionInfo): string | undefined {
  try {
    return readRequestTarget(request, info).rawPath;
  } catch {
    return undefined;
  }
}

function refusalOf({ settings }: Pick<Services, "settings">, request: Request, info: ConnectionInfo): Response | undefined {
  try {
    readHost(request.headers.get("host") ?? new URL(request.url).host, settings.allowedHosts);
  } catch (error) {
    if (error instanceof AwsError) return json(error.status, { message: error.message });
    throw error;
  }
  if (info.remoteAddress !== undefined && !LOOPBACK_PEER.test(info.remoteAddress)) return json(403, { message: "Faults are ordered from this machine only." });
  if (request.headers.has("origin")) return json(403, { message: "Faults are not ordered by web pages." });
  const type = request.headers.get("content-type") ?? "";
  if (request.method === "POST" && !/^application\/json\s*(?:;|$)/i.test(type)) return json(415, { message: "A fault is ordered as application/json." });
  return undefined;
}

async function readJson(request: Request): Promise<unknown> {
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.length > MAX_BODY_BYTES) throw new FaultOrderError("The order is too long.");
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new FaultOrderError("The order is not JSON.");
  }
}

/** A fault as it was ordered, with what became of it. */
function shown({ effect, times, ...rest }: ListedFault): Readonly<Record<string, unknown>> {
  return { ...rest, ...effect, times: times ?? "unlimited" };
}

function json(status: number, value: unknown): Response {
  return Response.json(value, { status, headers: { "cache-control": "no-store" } });
}
