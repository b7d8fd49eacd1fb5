import { base64, utf8 } from "#local-aws/protocol/bytes.ts";
import type { RequestContext, S3Request } from "#local-aws/protocol/request-context.ts";
import { verifyBody } from "#local-aws/protocol/verified-body.ts";
import type { Services } from "#local-aws/services.ts";
import { callerOf } from "#local-aws/iam/principals.ts";
import { ACCOUNT_ID, type AccessKey, type Caller, type RequestOrigin } from "#local-aws/world.ts";
import { accessKeyOf, demoPrincipals } from "./demo-principals.ts";

/** What differs from one request of the seed to the next. */
export interface SeedRequest {
  readonly region: string;
  readonly method?: "GET" | "PUT" | "POST" | "DELETE";
  readonly bucket?: string;
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

/** What the operations of S3 and KMS expose to the seed: their fronts, behind signature verification. */
export interface SeedServices {
  readonly s3: { handle(request: S3Request): Promise<Response> };
  readonly kms: { handle(context: RequestContext): Promise<Response> };
}

/** Sends requests as the demo admin, through the code that answers real ones. Errors are `AwsError`. */
export interface AdminRequests {
  readonly s3: (request: SeedRequest) => Promise<Response>;
  readonly kms: (region: string, operation: string, input: Readonly<Record<string, unknown>>) => Promise<void>;
}

/** Makes a sender whose requests are as good as verified: they come over TLS, from the admin, with a Content-MD5. */
export function sendAsAdmin(services: Pick<Services, "clock" | "hashing" | "metadata" | "random">, fronts: SeedServices): AdminRequests {
  const context = (request: SeedRequest): S3Request => {
    const body = typeof request.body === "string" ? utf8(request.body) : (request.body ?? new Uint8Array());
    const md5 = services.hashing.create("MD5");
    md5.update(body);
    const headers = new Headers({
      ...request.headers,
      "content-length": String(body.length),
      ...(body.length === 0 ? {} : { "content-md5": base64(md5.digest()) }),
    });
    const origin = seedOrigin(services, request.region);
    return {
      method: request.method ?? "PUT",
      headers,
      query: new URLSearchParams(request.query),
      caller: adminCaller(services, origin),
      region: request.region,
      requestId: origin.requestId,
      origin,
      body: verifyBody(services.hashing, {
        source: body.length === 0 ? null : streamOf(body),
        headers,
        form: { kind: "unsigned" },
        signatures: undefined,
        checksumIsOfBody: true,
      }),
      secure: true,
      bucket: request.bucket,
      key: request.key,
    };
  };

  return {
    s3: (request) => fronts.s3.handle(context(request)),
    kms: async (region, operation, input) => {
      const headers = { "x-amz-target": `TrentService.${operation}` };
      await fronts.kms.handle(context({ region, method: "POST", headers, body: JSON.stringify(input) }));
    },
  };
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
}

function seedOrigin(services: Pick<Services, "clock" | "random">, region: string): RequestOrigin {
  return {
    requestId: services.random.uuid(),
    sourceIpAddress: "127.0.0.1",
    userAgent: "keyseal-local-aws-seed",
    secureTransport: true,
    region,
    receivedAt: services.clock.now(),
    authType: "REST-HEADER",
  };
}

function adminCaller({ metadata }: Pick<Services, "metadata">, origin: RequestOrigin): Caller {
  const admin = demoPrincipals.find((demo) => demo.name === "admin");
  const accessKey: AccessKey | undefined = admin && accessKeyOf(admin);
  const caller = accessKey && callerOf(metadata, accessKey, origin);
  if (caller === undefined) throw new Error(`The demo world's account ${ACCOUNT_ID} has no admin`);
  return caller;
}
