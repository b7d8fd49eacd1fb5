import { base64, utf8 } from "#local-aws/protocol/bytes.ts";
import type { S3Request } from "#local-aws/protocol/request-context.ts";
import { verifyBody } from "#local-aws/protocol/verified-body.ts";
import type { Services } from "#local-aws/services.ts";
import type { AccessKey, RequestOrigin } from "#local-aws/world.ts";
import { jobCaller } from "./job-role.ts";

/** What differs from one request of a job to the next. */
interface JobRequest {
  readonly method: "GET" | "PUT";
  readonly bucket: string;
  readonly key: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** S3's operations, behind signature verification. */
export interface S3Operations {
  handle(request: S3Request): Promise<Response>;
}

/** Sends a request to S3; errors are `AwsError`, also when the job's role is gone. */
export type SendToS3 = (request: JobRequest) => Promise<Response>;

/** A sender whose requests come from the session of a job's role: S3 checks them like anybody's, but for the signature. */
export function sendAsRole(services: Pick<Services, "clock" | "random" | "hashing" | "metadata">, s3: S3Operations, accessKey: AccessKey, region: string): SendToS3 {
  return async ({ method, bucket, key, query, headers: given, body = "" }) => {
    const bytes = utf8(body);
    const md5 = services.hashing.create("MD5");
    md5.update(bytes);
    const headers = new Headers({ ...given, "content-length": String(bytes.length), ...(bytes.length === 0 ? {} : { "content-md5": base64(md5.digest()) }) });
    const origin: RequestOrigin = {
      requestId: services.random.uuid(),
      // The service runs where the stand-in does.
      sourceIpAddress: "127.0.0.1",
      userAgent: "s3-batch-operations",
      secureTransport: true,
      region,
      receivedAt: services.clock.now(),
      authType: "REST-HEADER",
    };
    return s3.handle({
      method,
      headers,
      query: new URLSearchParams(query),
      caller: jobCaller(services, accessKey, origin),
      region,
      requestId: origin.requestId,
      origin,
      body: verifyBody(services.hashing, {
        source: bytes.length === 0 ? null : new Blob([bytes]).stream(),
        headers,
        form: { kind: "unsigned" },
        signatures: undefined,
        checksumIsOfBody: true,
      }),
      secure: true,
      bucket,
      key,
    });
  };
}
