/** What the stand-in's documented demo world (README) holds, as far as the clients are set upon it. */
import { randomBytes } from "node:crypto";

/** Where the stand-in under test listens; `run.mjs` sets it. */
export const ENDPOINT = process.env.CLIENTS_ENDPOINT ?? "http://localhost:4566";
/** One that `--tls --require-tls` started, and the file of its certificate. */
export const TLS_ENDPOINT = { url: process.env.CLIENTS_TLS_ENDPOINT ?? "https://localhost:4566", certificate: process.env.CLIENTS_TLS_CERTIFICATE ?? "" };
export const REGION = "us-east-1";
export const ACCOUNT = "111122223333";

/** Demo principals. */
export const ADMIN = { accessKeyId: "AKIALOCALADMIN000000", secretAccessKey: "local-admin-secret-for-the-demo-only-000" };
export const UPLOADER = { accessKeyId: "AKIALOCALUPLOADER000", secretAccessKey: "local-uploader-secret-for-demo-only-0000" };
export const AUDITOR = { accessKeyId: "AKIALOCALAUDITOR0000", secretAccessKey: "local-auditor-secret-for-the-demo-only-0" };

const key = (id) => ({ id, arn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/${id}` });

/** Demo keys by the name of their alias. */
export const KEYS = {
  finance: key("1a7f3c52-8d0e-4b6a-9c41-5e2f7b90d313"),
  hr: key("5c9e0b84-2f6d-4e17-b3a8-0d4c61f7a925"),
  retired: key("7e42d91b-6c35-4f08-8a9d-b1f05c3e6d74"),
  old: key("93b60fa7-41ce-4d52-9e7b-28a4d70c1f5e"),
};

/** The ARN of an alias. */
export const aliasArn = (name) => `arn:aws:kms:${REGION}:${ACCOUNT}:alias/${name}`;

/** A bucket's name that no other test uses. */
export const bucketName = (purpose) => `clients-${purpose}-${randomBytes(4).toString("hex")}`;

/** The demo user pool and the identity pool that trusts it; `users` are names with their passwords. */
export const COGNITO = {
  clientId: "4keysealconsole00demo00000",
  provider: "cognito-idp.us-east-1.amazonaws.com/us-east-1_KeysealDM",
  identityPoolId: "us-east-1:7d0c5f3e-41b8-4a96-8e2d-6b9f1c7a5e30",
  users: { uploader: "Uploader-demo-1", newcomer: "Newcomer-temporary-1", "totp-uploader": "TotpUploader-demo-1" },
  totpSecret: "KEYSEALDEMOTOTPSECRETOPENSNOTHINGBUTTHISSTANDIN23456",
};
