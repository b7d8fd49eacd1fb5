import { ACCOUNT_ID } from "#local-aws/world.ts";
import type { AccessKey, Principal } from "#local-aws/world.ts";

/** A statement of a demo principal's identity policy. */
interface DemoStatement {
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** Somebody who may sign in to the demo world. The keys are public on purpose: they open nothing but this stand-in. */
export interface DemoPrincipal {
  readonly name: string;
  /** What the sign-in page says of them. */
  readonly description: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly userId: string;
  readonly statements: readonly DemoStatement[];
}

const allow = (Action: readonly string[], Resource: readonly string[]): DemoStatement => ({
  Effect: "Allow",
  Action,
  Resource,
});
const OBJECTS = ["arn:aws:s3:::*/*"];
const KEYS = [`arn:aws:kms:*:${ACCOUNT_ID}:key/*`];

/** The users of the demo account, each with the least that the role needs. */
export const demoPrincipals: readonly DemoPrincipal[] = [
  {
    name: "admin",
    description: "May do everything in this account.",
    accessKeyId: "AKIALOCALADMIN000000",
    secretAccessKey: "local-admin-secret-for-the-demo-only-000",
    userId: "AIDALOCALADMIN0000000",
    statements: [allow(["*"], ["*"])],
  },
  {
    name: "uploader",
    description: "May put objects and generate data keys, nothing else: no listing, no reading, no multipart upload under a KMS key.",
    accessKeyId: "AKIALOCALUPLOADER000",
    secretAccessKey: "local-uploader-secret-for-demo-only-0000",
    userId: "AIDALOCALUPLOADER0000",
    statements: [allow(["s3:PutObject"], OBJECTS), allow(["kms:GenerateDataKey"], KEYS)],
  },
  {
    name: "auditor",
    description: "May read and list objects, settings, KMS keys and the audit trail, and change nothing.",
    accessKeyId: "AKIALOCALAUDITOR0000",
    secretAccessKey: "local-auditor-secret-for-the-demo-only-0",
    userId: "AIDALOCALAUDITOR00000",
    statements: [allow(["s3:Get*", "s3:List*"], ["*"]), allow(["kms:Describe*", "kms:List*", "kms:Get*", "kms:Decrypt"], ["*"]), allow(["cloudtrail:LookupEvents"], ["*"])],
  },
];

/** The IAM user that stands for a demo principal. */
export function userOf(demo: DemoPrincipal): Principal {
  return {
    userName: demo.name,
    userId: demo.userId,
    arn: `arn:aws:iam::${ACCOUNT_ID}:user/${demo.name}`,
    accountId: ACCOUNT_ID,
    policies: [JSON.stringify({ Version: "2012-10-17", Statement: demo.statements })],
  };
}

/** The long-lived access key of a demo principal. */
export function accessKeyOf(demo: DemoPrincipal): AccessKey {
  return { accessKeyId: demo.accessKeyId, secretAccessKey: demo.secretAccessKey, owner: { type: "user", accountId: ACCOUNT_ID, userName: demo.name } };
}
