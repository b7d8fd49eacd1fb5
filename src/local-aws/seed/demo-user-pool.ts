import { ACCOUNT_ID } from "#local-aws/world.ts";
import type { AppClient, PoolGroup, UserPool } from "#local-aws/cognito-idp/rows.ts";

/** Somebody who may sign in to the demo user pool. Passwords and secrets are public on purpose: they open nothing but this stand-in. */
export interface DemoPoolUser {
  readonly username: string;
  readonly description: string;
  readonly sub: string;
  readonly email: string;
  readonly password: string;
  readonly groups: readonly string[];
  /** The password is a temporary one: NEW_PASSWORD_REQUIRED comes first. */
  readonly mustChangePassword?: true;
  /** Base32 secret of a TOTP authenticator, which every sign-in asks. */
  readonly softwareTokenSecret?: string;
}

const ID = "us-east-1_KeysealDM";

/** The demo user pool: fixed, so that documents and configurations can name it. */
export const demoUserPool = {
  id: ID,
  name: "keyseal-demo",
  region: "us-east-1",
  domain: "keyseal-demo",
  /** Public client with code + PKCE, SRP and password flows: the console's. */
  clientId: "4keysealconsole00demo00000",
  /** Confidential client: what a server would use, with `client_secret`. */
  confidentialClientId: "4keysealserver000demo00000",
  confidentialClientSecret: "local-demo-client-secret-opens-nothing-but-this-stand-in",
} as const;

const roleArn = (roleName: string): string => `arn:aws:iam::${ACCOUNT_ID}:role/${roleName}`;

/** The groups of the demo pool, each with the role that an identity pool gives its members. */
export const demoPoolGroups: readonly Required<PoolGroup>[] = [
  { userPoolId: ID, groupName: "key-administrators", description: "Manage KMS keys.", roleArn: roleArn("keyseal-key-administrator"), precedence: 1 },
  { userPoolId: ID, groupName: "uploaders", description: "Put objects under KMS keys.", roleArn: roleArn("keyseal-uploader"), precedence: 2 },
  { userPoolId: ID, groupName: "auditors", description: "Read, and change nothing.", roleArn: roleArn("keyseal-auditor"), precedence: 3 },
];

/** The users of the demo pool. */
export const demoPoolUsers: readonly DemoPoolUser[] = [
  {
    username: "uploader",
    description: "Puts objects under KMS keys.",
    sub: "0d3f6a52-1c1b-4c52-9a58-6a1f0c8f1a01",
    email: "uploader@example.com",
    password: "Uploader-demo-1",
    groups: ["uploaders"],
  },
  {
    username: "key-administrator",
    description: "Manages KMS keys.",
    sub: "0d3f6a52-1c1b-4c52-9a58-6a1f0c8f1a02",
    email: "key-administrator@example.com",
    password: "KeyAdministrator-demo-1",
    groups: ["key-administrators"],
  },
  {
    username: "auditor",
    description: "Reads everything and changes nothing.",
    sub: "0d3f6a52-1c1b-4c52-9a58-6a1f0c8f1a03",
    email: "auditor@example.com",
    password: "Auditor-demo-1",
    groups: ["auditors"],
  },
  {
    username: "newcomer",
    description: "An uploader with a temporary password: a new one is asked at the first sign-in.",
    sub: "0d3f6a52-1c1b-4c52-9a58-6a1f0c8f1a04",
    email: "newcomer@example.com",
    password: "Newcomer-temporary-1",
    groups: ["uploaders"],
    mustChangePassword: true,
  },
  {
    username: "totp-uploader",
    description: "An uploader whose sign-in asks a code of an authenticator app.",
    sub: "0d3f6a52-1c1b-4c52-9a58-6a1f0c8f1a05",
    email: "totp-uploader@example.com",
    password: "TotpUploader-demo-1",
    groups: ["uploaders"],
    softwareTokenSecret: "KEYSEALDEMOTOTPSECRETOPENSNOTHINGBUTTHISSTANDIN23456",
  },
];

/** The pool's row. */
export function demoPoolRow(createdAt: number): UserPool {
  return {
    id: ID,
    arn: `arn:aws:cognito-idp:${demoUserPool.region}:${ACCOUNT_ID}:userpool/${ID}`,
    name: demoUserPool.name,
    region: demoUserPool.region,
    accountId: ACCOUNT_ID,
    createdAt,
    domain: demoUserPool.domain,
    passwordPolicy: {
      minimumLength: 8,
      requireLowercase: true,
      requireUppercase: true,
      requireNumbers: true,
      requireSymbols: true,
      temporaryPasswordValidityDays: 7,
    },
    mfaConfiguration: "OPTIONAL",
  };
}

/** Where sign-in may lead back to for consoles at these origins: their root, `/sign-in` and `/callback`. */
export function consoleUrls(consoleOrigins: readonly string[]): readonly string[] {
  return consoleOrigins.flatMap((origin) => ["/", "/sign-in", "/callback"].map((path) => origin + path));
}

/** The rows of its app clients, for consoles at these origins. */
export function demoAppClientRows(createdAt: number, consoleOrigins: readonly string[]): readonly AppClient[] {
  const urls = consoleUrls(consoleOrigins);
  const common = {
    userPoolId: ID,
    createdAt,
    callbackUrls: urls,
    logoutUrls: urls,
    allowedOAuthScopes: ["openid", "email", "profile", "aws.cognito.signin.user.admin"],
    accessTokenValidity: 3600,
    idTokenValidity: 3600,
    refreshTokenValidity: 30 * 86_400,
    authSessionValidity: 3,
    preventUserExistenceErrors: "ENABLED",
    enableTokenRevocation: true,
    refreshTokenRotation: false,
    explicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
  } satisfies Partial<AppClient>;
  return [
    { ...common, clientId: demoUserPool.clientId, clientName: "keyseal-console" },
    {
      ...common,
      clientId: demoUserPool.confidentialClientId,
      clientName: "keyseal-server",
      clientSecret: demoUserPool.confidentialClientSecret,
    },
  ];
}
