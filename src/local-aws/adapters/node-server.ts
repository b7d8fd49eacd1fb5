import type { IncomingMessage, ServerResponse } from "node:http";
import { TLSSocket } from "node:tls";
import { InjectedFault } from "#local-aws/faults/faulty-body.ts";
import type { ConnectionInfo } from "#local-aws/protocol/request-context.ts";
import { lazyRequest } from "./lazy-request.ts";
import { type Listening, listenOnLoopback } from "./listen.ts";
import { type RequestBody, requestBody } from "./request-body.ts";
import { writeResponse } from "./send-response.ts";
import type { TlsCertificate } from "./tls-certificate.ts";

/** How much of a refused upload is still read, so that the client can finish sending and read the answer. */
const DRAIN_BYTES = 64 * 1024 * 1024;
const DRAIN_MS = 30_000;

/** What a Node server can serve: the stand-in. */
export interface FetchHandler {
  fetch(request: Request, info?: ConnectionInfo): Promise<Response>;
}

/**
 * Serves a fetch handler on loopback. Bodies stream both ways under back-pressure; the request line's target goes along untouched
 * (a URL folds `..`); `100 Continue` is sent when the handler first reads; a client that goes away errors the request's stream and
 * cancels the response's; `Response.error()` closes the connection without an answer.
 * @param certificate serves HTTPS
 * @throws PortTakenError when the port is in use.
 */
export function serveOnLoopback(handler: FetchHandler, port: number, certificate?: Promise<TlsCertificate>): Promise<Listening> {
  const handlers = {
    request: (request: IncomingMessage, out: ServerResponse) => void answer(handler, request, out, false),
    checkContinue: (request: IncomingMessage, out: ServerResponse) => void answer(handler, request, out, true),
  };
  return listenOnLoopback(port, handlers, certificate);
}

async function answer(handler: FetchHandler, incoming: IncomingMessage, out: ServerResponse, expectsContinue: boolean): Promise<void> {
  // What goes wrong on a socket that is gone has nobody to be told to.
  out.on("error", () => undefined);
  let isWaiting = expectsContinue;
  const body = requestBody(incoming, () => {
    if (isWaiting) out.writeContinue();
    isWaiting = false;
  });
  try {
    const request = webRequest(incoming, body);
    if (request === undefined) {
      out.setHeader("connection", "close");
      await writeResponse(new Response("Bad Request", { status: 400 }), out);
      out.end();
      return;
    }
    const response = await handler.fetch(request, connectionInfo(incoming));
    if (response.type === "error") {
      incoming.socket.destroy();
      return;
    }
    // A client that was never told to go on may send its body or not: what follows on this connection has no certain meaning.
    if (isWaiting) out.setHeader("connection", "close");
    await writeResponse(response, out);
    if (!isWaiting && !body.isComplete()) await finishRequest(body, out);
    out.end();
  } catch (error) {
    if (!out.destroyed && !(error instanceof InjectedFault)) console.error("The local AWS could not answer a request.", error);
    // The status may be out already: a cut connection is the only way left to say that the answer is not whole.
    if (out.headersSent) out.destroy();
    else out.writeHead(500, { connection: "close", "content-length": "0" }).end();
  }
}

function connectionInfo(incoming: IncomingMessage): ConnectionInfo {
  const { remoteAddress } = incoming.socket;
  // `TLSv1.3`
  const tlsVersion = incoming.socket instanceof TLSSocket ? incoming.socket.getProtocol()?.replace("TLSv", "") : undefined;
  return {
    rawTarget: rawTargetOf(incoming),
    secure: isEncrypted(incoming),
    ...(remoteAddress === undefined ? {} : { remoteAddress }),
    ...(tlsVersion === undefined ? {} : { tlsVersion }),
  };
}

/** The answer goes out before the request was read: takes in the rest, or gives the connection up when it is too long. */
async function finishRequest(body: RequestBody, out: ServerResponse): Promise<void> {
  out.flushHeaders();
  if (await body.drain(DRAIN_BYTES, DRAIN_MS)) return;
  out.end();
  out.req.socket.destroySoon();
}

/** Methods that a web `Request` cannot have; S3 has no use for them either. */
const FORBIDDEN_METHODS: ReadonlySet<string> = new Set(["TRACE", "TRACK", "CONNECT"]);

/** Undefined when the request line or the Host header do not make a URL, or have what a `Request` may not: `user@` in front of the host. */
function webRequest(incoming: IncomingMessage, body: RequestBody): Request | undefined {
  const host = incoming.headers.host;
  const url = `${isEncrypted(incoming) ? "https" : "http"}://${host ?? ""}${rawTargetOf(incoming)}`;
  const method = incoming.method ?? "GET";
  if (host === undefined || host.includes("@") || FORBIDDEN_METHODS.has(method) || !URL.canParse(url)) return undefined;
  const headers = new Headers();
  for (let at = 0; at + 1 < incoming.rawHeaders.length; at += 2) {
    headers.append(incoming.rawHeaders[at] ?? "", incoming.rawHeaders[at + 1] ?? "");
  }
  // `Request` allows these no body; one that is sent all the same is drained afterwards.
  const hasBody = method !== "GET" && method !== "HEAD";
  return lazyRequest({ method, url, headers, body: hasBody ? body.stream() : null });
}

/** Whether the request came under TLS. */
function isEncrypted({ socket }: IncomingMessage): boolean {
  return socket instanceof TLSSocket;
}

/** Path and query as on the request line; of the absolute form that proxies use, the part after the authority. */
function rawTargetOf(incoming: IncomingMessage): string {
  const target = incoming.url ?? "/";
  const absolute = /^https?:\/\/[^/?#]*(.*)$/i.exec(target);
  const rest = absolute ? (absolute[1] ?? "") : target;
  return rest.startsWith("/") ? rest : `/${rest}`;
}
