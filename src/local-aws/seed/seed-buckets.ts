import { buildXml, S3_NAMESPACE } from "#local-aws/protocol/xml.ts";
import type { Services } from "#local-aws/services.ts";
import type { Bucket, CorsRule } from "#local-aws/world.ts";
import { consoleCors, demoBuckets } from "./demo-buckets.ts";
import type { DemoBucket } from "./demo-buckets.ts";
import type { AdminRequests } from "./send-as-admin.ts";
import type { TimeMachine } from "./time-machine.ts";

/** Age of the buckets in days: older than every object in them. */
const BUCKET_AGE = 180;

/** Creates the demo buckets that are not there, with their settings, through S3's own operations. */
export async function seedBuckets(
  services: Services,
  { s3 }: AdminRequests,
  time: TimeMachine,
  consoleOrigins: readonly string[],
): Promise<void> {
  time.goTo(BUCKET_AGE);
  for (const bucket of demoBuckets) {
    if (findBucket(services, bucket.name) === undefined) await s3({ ...addressOf(bucket), body: createBucketBody(bucket) });
    if (bucket.encryption !== undefined) {
      await s3({ ...addressOf(bucket), query: { encryption: "" }, body: encryptionBody(bucket.encryption) });
    }
    if (bucket.versioned === true) {
      await s3({ ...addressOf(bucket), query: { versioning: "" }, body: buildXml("VersioningConfiguration", { Status: "Enabled" }, S3_NAMESPACE) });
    }
    if (bucket.withoutCors !== true) await putConsoleCors(s3, bucket, consoleOrigins);
    if (bucket.policy !== undefined) await s3({ ...addressOf(bucket), query: { policy: "" }, body: bucket.policy });
  }
}

/** Where the console has moved (another port, say), lets its new origins in, unless somebody has changed the bucket's CORS since. */
export async function followConsole(
  services: Services,
  { s3 }: AdminRequests,
  from: readonly string[],
  to: readonly string[],
): Promise<void> {
  for (const bucket of demoBuckets) {
    const rules = findBucket(services, bucket.name)?.cors;
    const [rule] = rules ?? [];
    const isOurs = rules?.length === 1 && rule?.id === consoleCors([]).id && rule?.allowedOrigins.join(" ") === from.join(" ");
    if (isOurs) await putConsoleCors(s3, bucket, to);
  }
}

async function putConsoleCors(s3: AdminRequests["s3"], bucket: DemoBucket, origins: readonly string[]): Promise<void> {
  // A rule without origin is no rule to S3; a world that no console looks at needs none.
  if (origins.length > 0) await s3({ ...addressOf(bucket), query: { cors: "" }, body: corsBody(consoleCors(origins)) });
}

function findBucket(services: Services, name: string): Bucket | undefined {
  return services.metadata.get<Bucket>(["bucket", name]);
}

function addressOf({ name, region }: DemoBucket) {
  return { bucket: name, region };
}

function createBucketBody({ region }: DemoBucket): string {
  return region === "us-east-1" ? "" : buildXml("CreateBucketConfiguration", { LocationConstraint: region }, S3_NAMESPACE);
}

function encryptionBody({ algorithm, kmsMasterKeyId, bucketKeyEnabled }: NonNullable<DemoBucket["encryption"]>): string {
  return buildXml(
    "ServerSideEncryptionConfiguration",
    {
      Rule: {
        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: algorithm, KMSMasterKeyID: kmsMasterKeyId },
        BucketKeyEnabled: bucketKeyEnabled,
      },
    },
    S3_NAMESPACE,
  );
}

function corsBody(rule: CorsRule): string {
  return buildXml(
    "CORSConfiguration",
    {
      CORSRule: {
        ID: rule.id,
        AllowedOrigin: rule.allowedOrigins,
        AllowedMethod: rule.allowedMethods,
        AllowedHeader: rule.allowedHeaders,
        ExposeHeader: rule.exposeHeaders,
        MaxAgeSeconds: rule.maxAgeSeconds,
      },
    },
    S3_NAMESPACE,
  );
}
