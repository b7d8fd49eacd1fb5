import { HttpResponse } from "@smithy/protocol-http";
import type { MiddlewareStack } from "@smithy/types";
import type { RawHeader } from "#domain/object.ts";

/** The headers of an answer as the page could read them: what CORS hides is not there. */
export interface CapturedHeaders {
  /** One header by its lower-case name. */
  readonly get: (name: string) => string | undefined;
  /** All of them, lower case, sorted by name. */
  readonly all: () => readonly RawHeader[];
}

/**
 * Keeps the raw response headers of one command, which the SDK's models drop: HEAD's unmodelled ones for the inspector, and "was it
 * there at all?" for encryption (a model cannot tell a hidden header from an absent one).
 */
export function captureHeaders<Input extends object, Output extends object>(command: {
  readonly middlewareStack: MiddlewareStack<Input, Output>;
}): CapturedHeaders {
  let headers: Readonly<Record<string, string>> = {};
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      if (HttpResponse.isInstance(result.response)) {
        headers = Object.fromEntries(Object.entries(result.response.headers).map(([name, value]) => [name.toLowerCase(), value]));
      }
      return result;
    },
    { step: "deserialize", name: "captureRawHeaders", priority: "low" },
  );
  return {
    get: (name) => headers[name],
    all: () => Object.entries(headers).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  };
}
