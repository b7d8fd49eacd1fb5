import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { TlsCertificate } from "./tls-certificate.ts";

/** The loopback addresses that browsers and tools mean by `localhost`; nothing else is ever listened on. */
const LOOPBACK = ["127.0.0.1", "::1"] as const;
/** An S3 request has at most 8 KB of headers, but its target may carry a presigned URL with a session token beside them. */
const MAX_HEADER_BYTES = 32 * 1024;
/** Longer than SDKs keep an idle connection, so that none is closed under a request that was just sent on it. */
const KEEP_ALIVE_MS = 75_000;
/** What requests in flight are given to end when the server stops. */
const STOP_GRACE_MS = 3_000;

/** A server on loopback. */
export interface Listening {
  readonly port: number;
  /** Stops listening, lets what is in flight end for a moment, then cuts it. */
  stop(): Promise<void>;
}

/** The port asked for is in use. */
export class PortTakenError extends Error {
  override readonly name = "PortTakenError";
  readonly port: number;

  constructor(port: number) {
    super(`Port ${port} is already in use`);
    this.port = port;
  }
}

/** What answers the requests of a server. */
export interface NodeHandlers {
  readonly request: (request: IncomingMessage, response: ServerResponse) => void;
  /** A request with `Expect: 100-continue`, which was not yet told to go on. Default: told at once. */
  readonly checkContinue?: (request: IncomingMessage, response: ServerResponse) => void;
}

/**
 * Listens on 127.0.0.1 and, where the machine has it, on ::1 under the same port; port 0 picks a free one.
 * A request's body may take as long as it takes; its headers a minute.
 * @param certificate HTTPS instead of HTTP; until it is there, connections fail
 * @throws PortTakenError; nothing listens then.
 */
export async function listenOnLoopback(port: number, handlers: NodeHandlers, certificate?: Promise<TlsCertificate>): Promise<Listening> {
  for (let attempt = 0; ; attempt += 1) {
    const first = await listen(LOOPBACK[0], port, handlers, certificate);
    const chosen = portOf(first);
    try {
      const second = await listen(LOOPBACK[1], chosen, handlers, certificate);
      return { port: chosen, stop: async () => void (await Promise.all([stop(first), stop(second)])) };
    } catch (error) {
      if (isCode(error, "EADDRNOTAVAIL", "EAFNOSUPPORT")) return { port: chosen, stop: () => stop(first) };
      await stop(first);
      // A free port of IPv4 may be taken on IPv6: ask for another.
      if (port !== 0 || attempt >= 10) throw error;
    }
  }
}

async function listen(host: string, port: number, handlers: NodeHandlers, certificate: Promise<TlsCertificate> | undefined): Promise<Server> {
  const options = { maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0, noDelay: true };
  const server = certificate === undefined ? createServer(options, handlers.request) : tlsServer(options, handlers, certificate);
  if (handlers.checkContinue) server.on("checkContinue", handlers.checkContinue);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(isCode(error, "EADDRINUSE", "EACCES") ? new PortTakenError(port) : error));
    server.listen({ host, port, exclusive: true }, resolve);
  });
  return server;
}

function tlsServer(options: object, handlers: NodeHandlers, certificate: Promise<TlsCertificate>): Server {
  const server = createTlsServer(options, handlers.request);
  // A failure to make the certificate is told by whoever made the promise.
  void certificate.then(
    (made) => server.setSecureContext(made),
    () => undefined,
  );
  return server;
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), STOP_GRACE_MS);
    // A connection that ends its request now is kept alive by the client: it has to be found again.
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    server.close(() => {
      clearTimeout(cut);
      clearInterval(idle);
      resolve();
    });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server does not listen on a port");
  return address.port;
}

function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}
