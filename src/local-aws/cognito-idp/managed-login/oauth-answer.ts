/** CORS of the endpoints that a page's script calls: any origin may, none with cookies. */
const CORS = { "access-control-allow-origin": "*" } as const;

/** A JSON answer that a script of any origin may read. */
export function jsonAnswer(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json(body, { status, headers: { "content-type": "application/json;charset=UTF-8", "cache-control": "no-store", ...CORS, ...headers } });
}

/** An error of RFC 6749 section 5.2. AWS answers all of them 400. */
export function oauthError(error: string, description?: string): Response {
  return jsonAnswer({ error, ...(description !== undefined && { error_description: description }) }, 400);
}

/** An empty answer that a script of any origin may read. */
export function emptyAnswer(): Response {
  return new Response(null, { status: 200, headers: { "content-length": "0", "cache-control": "no-store", ...CORS } });
}

/** Answers the preflight of an endpoint that scripts call. */
export function preflightAnswer(methods: string, requested: string | null): Response {
  return new Response(null, {
    status: 200,
    headers: {
      ...CORS,
      "access-control-allow-methods": methods,
      ...(requested === null ? {} : { "access-control-allow-headers": requested }),
      "access-control-max-age": "172800",
      "content-length": "0",
    },
  });
}
