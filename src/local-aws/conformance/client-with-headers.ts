import type { S3Client } from "@aws-sdk/client-s3";

/** Lets a client send these headers as they are, besides its own: for what the SDK has no parameter for, or mends. */
export function withHeaders(client: S3Client, headers: Readonly<Record<string, string>>): S3Client {
  client.middlewareStack.add(
    (next) => (args) => {
      const { request } = args;
      if (typeof request === "object" && request !== null && "headers" in request) Object.assign(request.headers as object, headers);
      return next(args);
    },
    { step: "build" },
  );
  return client;
}
