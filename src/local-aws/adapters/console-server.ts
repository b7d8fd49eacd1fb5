import { createReadStream, promises as fs } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, relative, sep } from "node:path";
import { promises as streams } from "node:stream";
import { type Listening, listenOnLoopback } from "./listen.ts";
import type { TlsCertificate } from "./tls-certificate.ts";

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** The console's routes: they all get the page, which then routes by itself. */
const CONSOLE_ROUTE = /^\/(?:(?:sign-in|buckets|upload|transfers)(?:\/.*)?)?$/s;

/** Names by which this machine means itself; a page elsewhere that points its own name here is refused (DNS rebinding). */
const HOST_NAMES = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;

const SECURITY_HEADERS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "content-security-policy": "frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
} as const;

/** What the console's server is started with. */
export interface ConsoleServerOptions {
  readonly port: number;
  /** Folder of the production build: `index.html` and `assets/`. */
  readonly folder: string;
  /** Text of `config.json`, asked for at each request: it stands before any file of that name. */
  readonly configJson: () => string;
  /** Serves HTTPS. */
  readonly certificate?: Promise<TlsCertificate>;
}

/**
 * Serves the console's production build on loopback. Only the files that lie in the folder at start are ever served, by their exact
 * path, so no path can lead out of it.
 * @throws PortTakenError; Error when the folder has no build.
 */
export async function serveConsole(options: ConsoleServerOptions): Promise<Listening> {
  const files = await listFiles(options.folder);
  if (!files.has("/index.html")) throw new Error(`There is no build of the console in ${options.folder}: run "npm run build" first.`);
  const request = (incoming: IncomingMessage, response: ServerResponse) => void answer(incoming, response, files, options.configJson);
  return listenOnLoopback(options.port, { request }, options.certificate);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  files: ReadonlyMap<string, string>,
  configJson: () => string,
): Promise<void> {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (!HOST_NAMES.test(request.headers.host ?? "")) {
    refuse(response, 403, "This console answers to localhost only.");
  } else if (!isRead) {
    response.setHeader("allow", "GET, HEAD");
    refuse(response, 405, "Method not allowed.");
  } else {
    const path = pathOf(request.url ?? "/");
    if (path === "/config.json") sendText(response, 200, "application/json; charset=utf-8", configJson(), "no-store");
    else await sendFile(response, path, files);
  }
}

async function sendFile(response: ServerResponse, path: string | undefined, files: ReadonlyMap<string, string>): Promise<void> {
  const isRoute = path !== undefined && CONSOLE_ROUTE.test(path);
  const name = path !== undefined && files.has(path) ? path : isRoute ? "/index.html" : undefined;
  const file = name === undefined ? undefined : files.get(name);
  if (name === undefined || file === undefined) {
    refuse(response, 404, "Not found.");
    return;
  }
  const { size } = await fs.stat(file);
  response.setHeader("content-type", CONTENT_TYPES[extname(name)] ?? "application/octet-stream");
  response.setHeader("content-length", size);
  // Vite puts a hash of the content into the names in /assets/.
  response.setHeader("cache-control", name.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
  if (response.req.method === "HEAD") response.end();
  // A client that goes away in the middle is no error of ours.
  else await streams.pipeline(createReadStream(file), response).catch(() => response.destroy());
}

function refuse(response: ServerResponse, status: number, message: string): void {
  sendText(response, status, "text/plain; charset=utf-8", message, "no-store");
}

function sendText(response: ServerResponse, status: number, contentType: string, text: string, caching: string): void {
  response.writeHead(status, { "content-type": contentType, "content-length": Buffer.byteLength(text), "cache-control": caching });
  response.end(text);
}

/** The decoded path; undefined where it is not valid percent-encoding. */
function pathOf(target: string): string | undefined {
  try {
    return decodeURIComponent(target.split(/[?#]/, 1)[0] ?? "/");
  } catch {
    return undefined;
  }
}

/** Every file below a folder, by its path in a URL. */
async function listFiles(folder: string): Promise<Map<string, string>> {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const file = join(entry.parentPath, entry.name);
        return [`/${relative(folder, file).split(sep).join("/")}`, file];
      }),
  );
}
