import { createSdkTransport, type SdkTransport } from "#local-aws/adapters/sdk-transport.ts";
import { saveAccessKey, savePrincipal } from "#local-aws/iam/principals.ts";
import { base64 } from "#local-aws/protocol/bytes.ts";
import { createFront, type ServiceHandlers } from "#local-aws/protocol/front.ts";
import type { ConnectionInfo, RequestContext, S3Request } from "#local-aws/protocol/request-context.ts";
import { parseXml } from "#local-aws/protocol/xml.ts";
import type { ServiceName } from "#local-aws/protocol/service-name.ts";
import type { LocalAwsSettings, Services } from "#local-aws/services.ts";
import { ACCOUNT_ID, type AccessKey, type Bucket, type CorsRule, type Principal } from "#local-aws/world.ts";
import { createMemoryServices } from "./memory-services.ts";
import { policyText } from "./test-callers.ts";

/** The demo `now` of these tests. */
export const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
export const CREDENTIALS = { accessKeyId: "AKIALOCALADMIN000000", secretAccessKey: "local-admin-secret-for-the-demo-only-000" };

/** What an operation behind the front was given. */
interface Seen {
  readonly service: ServiceName;
  readonly method: string;
  readonly bucket?: string;
  readonly key?: string;
  readonly region: string;
  readonly caller: string | undefined;
  readonly query: string;
  readonly body: string;
  readonly declaredLength: number | undefined;
  readonly checksum: string | undefined;
}

/** The front alone, before services that answer 200 with what they were given: what is refused here is refused by the front. */
export interface FrontOnly {
  readonly services: Services;
  readonly transport: SdkTransport;
  /** What the services saw, in order; a request that the front refused is not in it. */
  readonly seen: readonly Seen[];
  fetch(request: Request, info?: ConnectionInfo): Promise<Response>;
  /** Moves the clock. */
  advance(milliseconds: number): void;
  putBucket(name: string, row?: Partial<Bucket>): Promise<void>;
  putCors(name: string, ...rules: readonly Partial<CorsRule>[]): Promise<void>;
  putAccessKey(accessKey: AccessKey): Promise<void>;
}

/** Starts a front with the user `admin` and `CREDENTIALS`. */
export async function startFront(settings: Partial<LocalAwsSettings> = {}): Promise<FrontOnly> {
  const { services, advance } = await createMemoryServices(NOW, settings);
  await services.metadata.transact((transaction) => {
    savePrincipal(transaction, ADMIN);
    saveAccessKey(transaction, { ...CREDENTIALS, owner: { type: "user", accountId: ACCOUNT_ID, userName: ADMIN.userName } });
  });
  const seen: Seen[] = [];
  const front = createFront(services, echoing(seen));
  const fetch: FrontOnly["fetch"] = (request, info = {}) => front(request, info);
  const put = (name: string, row: Partial<Bucket>): Promise<void> =>
    services.metadata.transact((transaction) => {
      transaction.put<Bucket>(["bucket", name], { name, region: "us-east-1", ownerId: "owner", accountId: ACCOUNT_ID, createdAt: NOW, ...row });
    });
  return {
    services,
    transport: createSdkTransport({ fetch }),
    seen,
    fetch,
    advance,
    putBucket: (name, row = {}) => put(name, row),
    putCors: (name, ...rules) =>
      put(name, { cors: rules.map((rule) => ({ allowedOrigins: [], allowedMethods: [], allowedHeaders: [], exposeHeaders: [], ...rule })) }),
    putAccessKey: (accessKey) => services.metadata.transact((transaction) => saveAccessKey(transaction, accessKey)),
  };
}

const ADMIN: Principal = {
  userName: "admin",
  userId: "AIDALOCALADMIN000000",
  arn: `arn:aws:iam::${ACCOUNT_ID}:user/admin`,
  accountId: ACCOUNT_ID,
  policies: [policyText({ Effect: "Allow", Action: ["*"], Resource: ["*"] })],
};

function echoing(seen: Seen[]): ServiceHandlers {
  const echo =
    (service: Seen["service"]) =>
    async (request: RequestContext & Partial<S3Request>): Promise<Response> => {
      const body = await request.body.bytes(100_000_000);
      const checksum = request.body.declaredChecksum();
      seen.push({
        service,
        method: request.method,
        bucket: request.bucket,
        key: request.key,
        region: request.region,
        caller: request.caller?.arn,
        query: request.query.toString(),
        body: base64(body),
        declaredLength: request.body.declaredLength,
        checksum: checksum && `${checksum.algorithm} ${checksum.value}`,
      });
      return new Response("{}", { status: 200, headers: { etag: '"echo"' } });
    };
  const handler = (service: Seen["service"]) => ({ handle: echo(service) });
  return {
    s3: handler("s3"),
    "s3-control": handler("s3-control"),
    kms: handler("kms"),
    sts: handler("sts"),
    cloudtrail: handler("cloudtrail"),
    "cognito-identity": handler("cognito-identity"),
    "cognito-idp": handler("cognito-idp"),
  };
}

/** Sends a signed request with its raw target, as a server does. */
export async function send(front: FrontOnly, { request, rawTarget }: { readonly request: Request; readonly rawTarget: string }): Promise<Response> {
  return front.fetch(request, { rawTarget });
}

/** Status and members of an S3 error document. */
export async function s3Error(response: Response): Promise<Record<string, string>> {
  const root = parseXml(await response.text());
  return { status: String(response.status), ...Object.fromEntries(root.children.map((child) => [child.name, child.text])) };
}
