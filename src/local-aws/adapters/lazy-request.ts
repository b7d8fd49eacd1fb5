/** What is known of a request at once. */
export interface RequestParts {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: ReadableStream<Uint8Array> | null;
}

/**
 * A web `Request` of its parts. The runtime's own is made when somebody asks for more of it than them: it makes an abort signal and
 * parses the URL again, which takes longer than to verify the request's signature, and hardly any request needs it.
 */
export function lazyRequest(parts: RequestParts): Request {
  // Everything else of a Request is on the prototype, see below.
  return new LazyRequest(parts) as RequestParts as Request;
}

class LazyRequest implements RequestParts {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: ReadableStream<Uint8Array> | null;
  #whole: Request | undefined;

  constructor({ method, url, headers, body }: RequestParts) {
    this.method = method;
    this.url = url;
    this.headers = headers;
    this.body = body;
  }

  static wholeOf(request: LazyRequest): Request {
    const { method, url, headers, body } = request;
    const init: RequestInit & { duplex: "half" } = { method, headers, body, duplex: "half" };
    return (request.#whole ??= new Request(url, init));
  }
}

for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(Request.prototype))) {
  if (name === "constructor" || ["method", "url", "headers", "body"].includes(name)) continue;
  const isMethod = typeof property.value === "function";
  Object.defineProperty(LazyRequest.prototype, name, {
    get(this: LazyRequest): unknown {
      const whole = LazyRequest.wholeOf(this);
      const value: unknown = Reflect.get(whole, name);
      return isMethod && typeof value === "function" ? value.bind(whole) : value;
    },
  });
}
Object.setPrototypeOf(LazyRequest.prototype, Request.prototype);
