import { ACCOUNT_ID, type Role } from "#local-aws/world.ts";

/** Id of the demo identity pool; fixed, so that documents, configurations and tests may name it. */
export const DEMO_IDENTITY_POOL_ID = "us-east-1:7d0c5f3e-41b8-4a96-8e2d-6b9f1c7a5e30";

type Statement = Readonly<Record<string, unknown>>;

const OBJECTS = "arn:aws:s3:::*/*";
const KEYS = `arn:aws:kms:*:${ACCOUNT_ID}:key/*`;
const THROUGH_S3 = { StringLike: { "kms:ViaService": "s3.*.amazonaws.com" } };

const allow = (Action: readonly string[], Resource: string, Condition?: Statement): Statement => ({
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition === undefined ? {} : { Condition }),
});

const READ_KEYS = ["kms:DescribeKey", "kms:ListAliases", "kms:ListKeys", "kms:ListResourceTags", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListGrants"];

/** The roles that people who sign in with Amazon Cognito get, by group; each with the least that it needs. */
const COGNITO_ROLES: readonly { readonly name: string; readonly statements: readonly Statement[] }[] = [
  {
    name: "keyseal-uploader",
    statements: [
      allow(["s3:PutObject", "s3:PutObjectTagging", "s3:GetObject", "s3:GetObjectVersion", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"], OBJECTS),
      allow(["s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:GetBucketLocation", "s3:GetEncryptionConfiguration", "s3:GetBucketCORS", "s3:GetBucketVersioning"], "arn:aws:s3:::*"),
      allow(["kms:GenerateDataKey", "kms:Decrypt"], KEYS, THROUGH_S3),
      allow(["kms:DescribeKey", "kms:ListAliases", "kms:ListKeys"], "*"),
    ],
  },
  {
    name: "keyseal-key-administrator",
    statements: [
      allow(["kms:*"], "*"),
      allow(["s3:List*", "s3:Get*Configuration", "s3:GetBucket*", "s3:PutEncryptionConfiguration", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy", "s3:PutBucketCORS"], "*"),
      allow(["cloudtrail:LookupEvents"], "*"),
    ],
  },
  {
    name: "keyseal-auditor",
    statements: [
      allow(["s3:Get*", "s3:List*"], "*"),
      allow(READ_KEYS, "*"),
      allow(["kms:Decrypt"], KEYS, THROUGH_S3),
      allow(["cloudtrail:LookupEvents"], "*"),
    ],
  },
  {
    // Guests are let in by no default: the pool says so. The session policy of Cognito narrows this further (aws-facts 4.2).
    name: "keyseal-guest",
    statements: [allow(["s3:PutObject"], "arn:aws:s3:::keyseal-plain/guests/*"), allow(["kms:GenerateDataKey"], KEYS, THROUGH_S3)],
  },
];

/** Every role of the demo account. */
export const demoRoles: readonly Role[] = [
  ...COGNITO_ROLES.map(({ name, statements }) => roleOf(name, statements, cognitoTrust(name === "keyseal-guest" ? "unauthenticated" : "authenticated"))),
  roleOf(
    "keyseal-batch-operations",
    [
      allow(["s3:GetObject*", "s3:PutObject*", "s3:GetBucketLocation"], "*"),
      allow(["kms:GenerateDataKey", "kms:Decrypt"], KEYS, THROUGH_S3),
    ],
    [{ Effect: "Allow", Principal: { Service: "batchoperations.s3.amazonaws.com" }, Action: "sts:AssumeRole" }],
  ),
];

/** Trusted are the pool's identities, and the account, whose users may try the role by AssumeRole. */
function cognitoTrust(method: "authenticated" | "unauthenticated"): readonly Statement[] {
  return [
    {
      Effect: "Allow",
      Principal: { Federated: "cognito-identity.amazonaws.com" },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: { "cognito-identity.amazonaws.com:aud": DEMO_IDENTITY_POOL_ID },
        "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": method },
      },
    },
    { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${ACCOUNT_ID}:root` }, Action: "sts:AssumeRole" },
  ];
}

function roleOf(roleName: string, statements: readonly Statement[], trust: readonly Statement[]): Role {
  return {
    roleName,
    roleId: `AROA${roleName.replaceAll("-", "").toUpperCase().padEnd(17, "0").slice(0, 17)}`,
    arn: `arn:aws:iam::${ACCOUNT_ID}:role/${roleName}`,
    accountId: ACCOUNT_ID,
    trustPolicy: policyOf(trust),
    policies: [policyOf(statements)],
    maxSessionDuration: 43_200,
  };
}

function policyOf(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
