import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { S3ControlClient } from "@aws-sdk/client-s3-control";
import { STSClient } from "@aws-sdk/client-sts";
import { createSdkTransport } from "#local-aws/adapters/sdk-transport.ts";
import { createLocalAws, type LocalAws } from "#local-aws/handler.ts";
import { savePrincipal, saveAccessKey, saveRole } from "#local-aws/iam/principals.ts";
import { demoPrincipals, seedDemoWorld } from "#local-aws/seed.ts";
import type { LocalAwsSettings, Services } from "#local-aws/services.ts";
import { ACCOUNT_ID, type Principal, type Role } from "#local-aws/world.ts";
import { createMemoryServices } from "./memory-services.ts";

/** The console's origin, which the demo buckets' CORS lets in. */
export const CONSOLE_ORIGIN = "http://localhost:4173";
/** Where the world's clock starts. */
const WORLD_START = Date.UTC(2026, 2, 4, 5, 6, 7);

const REGION = "us-east-1";
const ENDPOINT = "http://localhost:4566";

/** A demo principal's name, or credentials of any other kind. */
type SignIn = string | { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };

/** The whole stand-in in this process, seeded, and AWS's own clients into it. */
export interface World {
  readonly services: Services;
  readonly fetch: LocalAws["fetch"];
  /** Ends what goes on in the background. */
  readonly stop: LocalAws["stop"];
  /** Clients are made for the clock as it is: make them after `advance`. Default: admin, us-east-1, path style. */
  s3(who?: SignIn, region?: string, options?: { readonly forcePathStyle: boolean }): S3Client;
  kms(who?: SignIn, region?: string): KMSClient;
  sts(who?: SignIn, region?: string): STSClient;
  cloudtrail(who?: SignIn, region?: string): CloudTrailClient;
  s3Control(who?: SignIn, region?: string): S3ControlClient;
  /** Makes an IAM user with an access key, in the demo account or another one. Returns the key. */
  addUser(userName: string, user?: Partial<Principal>): Promise<{ readonly accessKeyId: string; readonly secretAccessKey: string }>;
  /** Makes an IAM role that the trust policy says who may assume. */
  addRole(roleName: string, role: Partial<Role> & Pick<Role, "trustPolicy">): Promise<Role>;
  /** Moves the clock forward, in milliseconds. */
  advance(milliseconds: number): void;
}

/** Starts a world on memory stores with the demo world in it. */
export async function startWorld(settings: Partial<LocalAwsSettings> = {}): Promise<World> {
  const { services, advance } = await createMemoryServices(WORLD_START, settings);
  await seedDemoWorld(services, { consoleOrigins: [CONSOLE_ORIGIN] });
  const localAws = createLocalAws(services);
  const requestHandler = createSdkTransport(localAws);

  function clientConfig(who: SignIn = "admin", region = REGION) {
    const credentials = typeof who === "string" ? demoCredentials(who) : who;
    // One attempt: a refusal is what these tests look at, not the SDK's patience.
    return { region, endpoint: ENDPOINT, credentials, requestHandler, maxAttempts: 1, systemClockOffset: services.clock.now() - Date.now() };
  }

  return {
    services,
    fetch: (request, info) => localAws.fetch(request, info),
    stop: () => localAws.stop(),
    s3: (who, region, options = { forcePathStyle: true }) => new S3Client({ ...clientConfig(who, region), ...options }),
    kms: (who, region) => new KMSClient(clientConfig(who, region)),
    sts: (who, region) => new STSClient(clientConfig(who, region)),
    cloudtrail: (who, region) => new CloudTrailClient(clientConfig(who, region)),
    s3Control: (who, region) => new S3ControlClient(clientConfig(who, region)),
    addUser: async (userName, user = {}) => {
      const accountId = user.accountId ?? ACCOUNT_ID;
      const arn = `arn:aws:iam::${accountId}:${userName === "root" ? "root" : `user/${userName}`}`;
      const userId = userName === "root" ? accountId : `AIDA${userName.toUpperCase()}`;
      const accessKey = { accessKeyId: `AKIA${userName.toUpperCase()}${accountId}`, secretAccessKey: `secret of ${userName}` };
      await services.metadata.transact((transaction) => {
        savePrincipal(transaction, { userName, userId, arn, accountId, policies: [], ...user });
        saveAccessKey(transaction, { ...accessKey, owner: { type: "user", accountId, userName } });
      });
      return accessKey;
    },
    addRole: async (roleName, role) => {
      const accountId = role.accountId ?? ACCOUNT_ID;
      const whole: Role = {
        roleName,
        roleId: `AROA${roleName.toUpperCase()}`,
        arn: `arn:aws:iam::${accountId}:role/${roleName}`,
        accountId,
        policies: [],
        maxSessionDuration: 3600,
        ...role,
      };
      await services.metadata.transact((transaction) => saveRole(transaction, whole));
      return whole;
    },
    advance,
  };
}

function demoCredentials(name: string): { readonly accessKeyId: string; readonly secretAccessKey: string } {
  const demo = demoPrincipals.find((principal) => principal.name === name);
  if (demo === undefined) throw new Error(`The demo world has no principal ${name}`);
  return demo;
}
