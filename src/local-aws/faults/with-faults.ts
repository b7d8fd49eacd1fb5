import { locate, type Location } from "#local-aws/protocol/locate.ts";
import type { ConnectionInfo } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { expireSessions } from "./expire-sessions.ts";
import type { FaultEffect } from "./fault.ts";
import { createFaultList } from "./fault-list.ts";
import { createFaultsEndpoint } from "./faults-endpoint.ts";
import { cutRequestBody, cutResponseBody, pause, slowBody, swallow } from "./faulty-body.ts";
import { faultyAnswer } from "./faulty-answer.ts";
import { factsOf } from "./request-facts.ts";

/** How a stand-in answers a request. */
export type Answer = (request: Request, info: ConnectionInfo) => Promise<Response>;

type FaultServices = Pick<Services, "clock" | "random" | "metadata" | "settings">;

/**
 * Puts faults on demand in front of a stand-in, and the endpoint that orders them (see faults-endpoint.ts).
 *
 * `Response.error()`, the network error of the web, stands for a connection that is cut before anything was answered: whoever runs the
 * stand-in closes the connection then. A cut in the middle of an answer is an answer whose body errors.
 */
export function withFaults(services: FaultServices, answer: Answer): Answer {
  const faults = createFaultList();
  const endpoint = createFaultsEndpoint(services, faults);
  return async (request, info) => {
    const order = endpoint(request, info);
    if (order !== undefined) return order;
    const location = tryLocate(services, request, info);
    const effect = location && faults.next(factsOf(request, location));
    if (location === undefined || effect === undefined) return answer(request, info);
    return befall(services, effect, { request, info, location, answer });
  };
}

/** Undefined for a request that the front refuses in any case. */
function tryLocate(services: FaultServices, request: Request, info: ConnectionInfo): Location | undefined {
  try {
    return locate(services, request, info);
  } catch {
    return undefined;
  }
}

interface Exchange {
  readonly request: Request;
  readonly info: ConnectionInfo;
  readonly location: Location;
  readonly answer: Answer;
}

async function befall(services: FaultServices, effect: FaultEffect, { request, info, location, answer }: Exchange): Promise<Response> {
  switch (effect.kind) {
    case "delay": {
      if (effect.when === "before") await pause(effect.milliseconds);
      const response = await answer(request, info);
      if (effect.when === "after") await pause(effect.milliseconds);
      return response;
    }
    case "slow": {
      if (effect.direction === "request") return answer(request.body === null ? request : withBody(request, slowBody(request.body, effect.bytesPerSecond)), info);
      const response = await answer(request, info);
      return response.body === null ? response : withResponseBody(response, slowBody(response.body, effect.bytesPerSecond));
    }
    case "cut-request": {
      // Without a body there is nothing to come: the connection ends before any work.
      if (request.body !== null) await swallow((await answer(withBody(request, cutRequestBody(request.body, effect.afterBytes)), info)).body);
      return Response.error();
    }
    case "cut-response":
      return cutResponse(await answer(request, info), effect.afterBytes);
    case "drop-response":
      await (await answer(request, info)).body?.cancel();
      return Response.error();
    case "disk-full":
      await swallow(request.body);
      return faultyAnswer(services, effect, request, location);
    case "internal-error":
    case "slow-down":
    case "throttle":
    case "clock-skew":
      await request.body?.cancel();
      return faultyAnswer(services, effect, request, location);
    case "expire-session": {
      const { accessKeyId } = factsOf(request, location);
      if (accessKeyId !== undefined) await expireSessions(services, { accessKeyId });
      return answer(request, info);
    }
  }
}

/**
 * The answer's head goes out with the length that it promises, or no client could tell that it was cut. An answer that names none is held
 * until its length is known: those are documents, never objects.
 */
async function cutResponse(response: Response, afterBytes: number): Promise<Response> {
  if (response.body === null) return Response.error();
  if (response.headers.has("content-length")) {
    const length = Number(response.headers.get("content-length"));
    return afterBytes >= length ? response : withResponseBody(response, cutResponseBody(response.body, afterBytes));
  }
  const whole = await response.arrayBuffer();
  const { status } = response;
  const headers = new Headers(response.headers);
  headers.set("content-length", String(whole.byteLength));
  const body = new Blob([whole]).stream();
  return new Response(afterBytes >= whole.byteLength ? body : cutResponseBody(body, afterBytes), { status, headers });
}

function withBody({ url, method, headers }: Request, body: ReadableStream<Uint8Array>): Request {
  const init: RequestInit & { duplex: "half" } = { method, headers, body, duplex: "half" };
  return new Request(url, init);
}

function withResponseBody({ status, headers }: Response, body: ReadableStream<Uint8Array>): Response {
  return new Response(body, { status, headers });
}
