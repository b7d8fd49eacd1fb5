import { keyArn } from "#local-aws/kms/key-identifiers.ts";
import { ACCOUNT_ID } from "#local-aws/world.ts";

/** A KMS key of the demo world. Ids are fixed, so that documents, screenshots and tests may name them. */
export interface DemoKey {
  /** How this file and the demo objects call it. */
  readonly name: string;
  readonly region: "us-east-1" | "eu-west-1";
  readonly keyId: string;
  readonly arn: string;
  /** Begins `alias/`. */
  readonly alias?: string;
  readonly description: string;
  /** Default: a symmetric encryption key. */
  readonly kind?: { readonly KeySpec: string; readonly KeyUsage: string };
  readonly rotates?: boolean;
  /** What becomes of it once its objects are there. */
  readonly fate?: "disabled" | "pending-deletion";
  readonly tags: Readonly<Record<string, string>>;
  /** Its age in days. */
  readonly createdDaysAgo: number;
}

const inRegion = <Region extends DemoKey["region"], Rest extends Omit<DemoKey, "name" | "region" | "keyId" | "arn">>(
  region: Region,
  name: string,
  keyId: string,
  rest: Rest,
) => ({ name, region, keyId, arn: keyArn(region, ACCOUNT_ID, keyId), ...rest });

/** Every customer managed key of the demo world; `aws/s3` is not among them: S3 makes it on first use. */
export const demoKeys = {
  finance: inRegion("us-east-1", "finance", "1a7f3c52-8d0e-4b6a-9c41-5e2f7b90d313", {
    alias: "alias/finance",
    description: "Ledgers, budgets and contracts of the finance department",
    tags: { department: "finance", "data-class": "confidential" },
    createdDaysAgo: 400,
  }),
  hr: inRegion("us-east-1", "hr", "5c9e0b84-2f6d-4e17-b3a8-0d4c61f7a925", {
    alias: "alias/hr",
    description: "Personnel files; rotated every year",
    rotates: true,
    tags: { department: "hr", "data-class": "restricted" },
    createdDaysAgo: 300,
  }),
  retired: inRegion("us-east-1", "retired", "7e42d91b-6c35-4f08-8a9d-b1f05c3e6d74", {
    alias: "alias/retired",
    description: "Archive of 2019, disabled when the department closed",
    fate: "disabled" as const,
    tags: { department: "archive" },
    createdDaysAgo: 390,
  }),
  old: inRegion("us-east-1", "old", "93b60fa7-41ce-4d52-9e7b-28a4d70c1f5e", {
    alias: "alias/old",
    description: "Archive of 2017, its deletion is scheduled",
    fate: "pending-deletion" as const,
    tags: { department: "archive" },
    createdDaysAgo: 395,
  }),
  signing: inRegion("us-east-1", "signing", "b8d5176e-903a-4c6f-a2e4-7f1b3c58e09d", {
    alias: "alias/signing",
    description: "Signs release manifests; asymmetric, so S3 cannot use it",
    kind: { KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" },
    tags: { department: "engineering" },
    createdDaysAgo: 250,
  }),
  hmac: inRegion("us-east-1", "hmac", "c40f82d9-75b1-4a3e-8d6c-9e27b5f0a184", {
    alias: "alias/hmac",
    description: "Authenticates session cookies; HMAC, so S3 cannot use it",
    kind: { KeySpec: "HMAC_256", KeyUsage: "GENERATE_VERIFY_MAC" },
    tags: { department: "engineering" },
    createdDaysAgo: 240,
  }),
  unnamed: inRegion("us-east-1", "unnamed", "e6719c3d-0b84-4f25-b7d1-4a8c52e3f096", {
    description: "Exports for partners; has no alias",
    tags: { department: "partners" },
    createdDaysAgo: 200,
  }),
  europe: inRegion("eu-west-1", "europe", "2d8b4e60-f37a-4c91-a5e8-6b0d9c7f1e43", {
    alias: "alias/europe",
    description: "Customer data that stays in Europe (Ireland)",
    tags: { department: "sales", "data-class": "personal" },
    createdDaysAgo: 220,
  }),
} satisfies Readonly<Record<string, DemoKey>>;
