import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import type { Endpoints } from "#domain/config.ts";
import { offersService } from "#domain/endpoints.ts";
import { onceWithoutAnswer } from "./no-answer.ts";
import type { SealedCredentials } from "./sealed-credentials.ts";
import { XhrHandler } from "./xhr-handler.ts";

/** The transport of the SDK: given by tests; in a browser `fetch`, and XMLHttpRequest where progress matters. */
export type RequestHandler = NonNullable<S3ClientConfig["requestHandler"]>;

/** What clients are made of. */
export interface ClientOptions {
  readonly credentials: SealedCredentials;
  readonly endpoints?: Endpoints | undefined;
  readonly requestHandler?: RequestHandler | undefined;
}

/** Thrown in place of a request to a service that the server does not have: nothing is signed, and AWS never hears of a stranger's keys. */
class NotOfferedError extends Error {
  override readonly name = "NotOfferedError";
}

/** The SDK's clients by Region, each made when it is first needed. `kms` and `sts` throw where there is none (see `offersService`). */
export interface Clients {
  /** Whether S3 requests go to AWS, or to a server that has KMS as AWS does; any other may pass over what it does not know in a request. */
  readonly actsAsAws: boolean;
  s3(region: string): S3Client;
  /**
   * For what makes objects: tells the progress of bodies and sends everything once. Repeating is the job's, which alone can tell a
   * refusal from the echo of its own success.
   */
  s3Upload(region: string): S3Client;
  kms(region: string): KMSClient;
  sts(region: string): STSClient;
  destroy(): void;
}

/**
 * Never the browser's HTTP cache: S3's answers carry Last-Modified and no Cache-Control, so a browser may take an old HEAD for fresh.
 * Never cookies either.
 */
const FETCH_OPTIONS = { cache: "no-store", credentials: "omit" } as const;

/** Attempts of a request without a body, where answers are errors that may heal: the SDK's default. */
const READ_ATTEMPTS = 3;

/** Makes clients lazily, one for each service and Region. */
export function createClients({ credentials, endpoints, requestHandler }: ClientOptions): Clients {
  const made: { destroy(): void }[] = [];
  const lazily = <Client extends { destroy(): void }>(make: (region: string) => Client): ((region: string) => Client) => {
    const byRegion = new Map<string, Client>();
    return (region) => {
      let client = byRegion.get(region);
      if (client === undefined) {
        client = make(region);
        byRegion.set(region, client);
        made.push(client);
      }
      return client;
    };
  };
  const { accessKeyId, secretHandle, sessionToken, sha256 } = credentials;
  const common = (region: string, endpoint: string | undefined) => ({
    region,
    credentials: { accessKeyId, secretAccessKey: secretHandle, ...(sessionToken === undefined ? {} : { sessionToken }) },
    sha256,
    requestHandler: requestHandler ?? FETCH_OPTIONS,
    retryMode: "standard",
    maxAttempts: READ_ATTEMPTS,
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  const s3 = (region: string, overrides: S3ClientConfig = {}): S3Client => {
    const client = new S3Client({
      ...common(region, endpoints?.s3),
      forcePathStyle: endpoints?.forcePathStyle ?? false,
      // Checksums are computed off the main thread and given; the SDK's own are synchronous JavaScript (stack.md 3)
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
      // Directory buckets would sign with a second secret of their own, which nothing seals
      disableS3ExpressSessionAuth: true,
      ...overrides,
    });
    client.middlewareStack.use(onceWithoutAnswer());
    return client;
  };
  const kms = (region: string): KMSClient => {
    assertOffered(endpoints, "kms");
    const client = new KMSClient(common(region, endpoints?.kms));
    client.middlewareStack.use(onceWithoutAnswer());
    return client;
  };
  const sts = (region: string): STSClient => {
    assertOffered(endpoints, "sts");
    const client = new STSClient(common(region, endpoints?.sts));
    client.middlewareStack.use(onceWithoutAnswer());
    return client;
  };
  const uploadHandler = requestHandler ?? (typeof XMLHttpRequest === "undefined" ? FETCH_OPTIONS : new XhrHandler());

  return {
    actsAsAws: endpoints === undefined || offersService(endpoints, "kms"),
    s3: lazily((region) => s3(region)),
    s3Upload: lazily((region) => s3(region, { requestHandler: uploadHandler, maxAttempts: 1 })),
    kms: lazily(kms),
    sts: lazily(sts),
    destroy() {
      for (const client of made) client.destroy();
    },
  };
}

function assertOffered(endpoints: Endpoints | undefined, service: "kms" | "sts"): void {
  if (endpoints !== undefined && !offersService(endpoints, service)) throw new NotOfferedError(`This server has no ${service.toUpperCase()} API.`);
}
