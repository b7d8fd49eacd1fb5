import { HttpResponse } from "@smithy/protocol-http";
import type { Aws } from "#aws/aws.ts";
import type { RequestHandler } from "#aws/clients.ts";
import { createAws } from "#aws/create-aws.ts";
import { sealCredentials } from "#aws/sealed-credentials.ts";
import type { PlainCredentials } from "#domain/credentials.ts";
import { createSdkTransport } from "#local-aws/adapters/sdk-transport.ts";
import { createMemoryServices } from "#local-aws/conformance/memory-services.ts";
import { createLocalAws } from "#local-aws/handler.ts";
import { demoPrincipals, seedDemoWorld } from "#local-aws/seed.ts";
import type { Services } from "#local-aws/services.ts";

/** Who can sign in to the demo world. */
export type DemoName = "admin" | "uploader" | "auditor";

/** A request on its way to the stand-in, as tests see and disturb it. */
export interface SeenRequest {
  /** The SDK's `x-id`, e.g. `PutObject`, else the target or action. */
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
}

/** The demo world in this process, with the console's door into it. */
export interface DemoAws {
  readonly services: Services;
  /** Everything that was sent, in order. */
  readonly requests: readonly SeenRequest[];
  /** The stand-in as a transport of the SDK. */
  readonly requestHandler: RequestHandler;
  credentials(name: DemoName): PlainCredentials;
  door(name: DemoName, region?: string): Promise<Aws>;
  /** Moves the stand-in's clock. */
  advance(milliseconds: number): void;
  /** Called before each request reaches the stand-in: throws, or resolves late, to disturb it. `undefined` leaves it alone again. */
  disturb(disturbance: Disturbance | undefined): void;
}

/** An answer in the stand-in's place. */
interface CannedAnswer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * What goes wrong on the way: `answer` speaks in the stand-in's place, `before` runs before the stand-in sees the request, `after` once
 * it has answered and before the SDK learns of it. To lose a connection, throw `new TypeError("Failed to fetch")`.
 */
interface Disturbance {
  readonly answer?: (request: SeenRequest) => CannedAnswer | undefined;
  readonly before?: (request: SeenRequest) => void | Promise<void>;
  readonly after?: (request: SeenRequest) => void | Promise<void>;
}

/** Endpoints of the stand-in: nothing listens there, the transport never opens a connection. */
export const DEMO_ENDPOINTS = { s3: "http://localhost:4566", kms: "http://localhost:4566", sts: "http://localhost:4566", forcePathStyle: true } as const;

/** Starts the demo world on memory stores. */
export async function startDemoAws(): Promise<DemoAws> {
  const { services, advance } = await createMemoryServices("real");
  await seedDemoWorld(services, { consoleOrigins: ["http://localhost:4173"] });

  const requests: SeenRequest[] = [];
  let disturbance: Disturbance | undefined;
  const transport = createSdkTransport(createLocalAws(services));
  const requestHandler: RequestHandler = {
    async handle(...[request, options]: Parameters<typeof transport.handle>) {
      const seen = look(request);
      requests.push(seen);
      const canned = disturbance?.answer?.(seen);
      if (canned !== undefined) return { response: new HttpResponse({ headers: {}, ...canned, body: new TextEncoder().encode(canned.body ?? "") }) };
      await disturbance?.before?.(seen);
      const answer = await transport.handle(request, options);
      await disturbance?.after?.(seen);
      return answer;
    },
  };
  const credentials = (name: DemoName): PlainCredentials => {
    const principal = demoPrincipals.find((demo) => demo.name === name);
    if (principal === undefined) throw new Error(`The demo world has no ${name}`);
    return { accessKeyId: principal.accessKeyId, secretAccessKey: principal.secretAccessKey };
  };
  return {
    services,
    requests,
    requestHandler,
    credentials,
    door: async (name, region = "us-east-1") =>
      createAws({ credentials: await sealCredentials(credentials(name)), region, endpoints: DEMO_ENDPOINTS, requestHandler }),
    advance,
    disturb: (next) => void (disturbance = next),
  };
}

type SdkRequest = Parameters<ReturnType<typeof createSdkTransport>["handle"]>[0];

function look({ method, path, query = {}, headers }: SdkRequest): SeenRequest {
  const operation = query["x-id"] ?? headers["x-amz-target"]?.split(".")[1] ?? `${method} ${Object.keys(query).join("&")}`.trim();
  return { operation: String(operation), method, path, query, headers };
}
