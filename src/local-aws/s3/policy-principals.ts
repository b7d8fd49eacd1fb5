import { findPrincipal, findRole } from "#local-aws/iam/principals.ts";
import type { PrincipalType } from "#local-aws/iam/policy-document.ts";
import type { MetadataReader } from "#local-aws/store/metadata-store.ts";
import type { Principal, Role } from "#local-aws/world.ts";

const ACCOUNT = /^(?:\d{12}|arn:aws:iam::\d{12}:root)$/;
const IDENTITY = /^arn:aws:iam::(\d{12}):(user|role)\/(?:.*\/)?([\w+=,.@-]+)$/;
const SESSION = /^arn:aws:sts::(\d{12}):assumed-role\/([\w+=,.@-]+)\/[\w+=,.@-]+$/;
const FEDERATED_USER = /^arn:aws:sts::\d{12}:federated-user\/[\w+=,.@-]+$/;
const ORIGIN_ACCESS_IDENTITY = /^arn:aws:iam::cloudfront:user\/CloudFront Origin Access Identity [A-Z0-9]+$/;
const UNIQUE_ID = /^A(?:IDA|ROA)[A-Z0-9]+$/;

/**
 * Whether S3 takes a principal of a bucket policy: users and roles have to exist. Of an account that this stand-in has no user or role
 * of it cannot know, and takes the policy's word.
 */
export function isPrincipal(reader: MetadataReader, type: PrincipalType, value: string): boolean {
  switch (type) {
    case "AWS":
      return value === "*" || isAwsPrincipal(reader, value);
    case "Service":
      return /^[a-z0-9.-]+\.amazonaws\.com$/.test(value);
    case "Federated":
      return /^(?:arn:aws:iam::\d{12}:(?:saml|oidc)-provider\/.+|[a-z0-9-]+(?:\.[a-z0-9-]+)+)$/.test(value);
    case "CanonicalUser":
      return /^[0-9a-f]{64}$/.test(value);
  }
}

function isAwsPrincipal(reader: MetadataReader, value: string): boolean {
  if (ACCOUNT.test(value) || FEDERATED_USER.test(value) || ORIGIN_ACCESS_IDENTITY.test(value)) return true;
  if (UNIQUE_ID.test(value)) return hasUniqueId(reader, value);
  const [, roleAccount, sessionRole] = SESSION.exec(value) ?? [];
  if (roleAccount !== undefined && sessionRole !== undefined) return !isKnownAccount(reader, roleAccount) || findRole(reader, roleAccount, sessionRole) !== undefined;
  const [, accountId, kind, name] = IDENTITY.exec(value) ?? [];
  if (accountId === undefined || name === undefined) return false;
  const found = kind === "user" ? findPrincipal(reader, accountId, name) : findRole(reader, accountId, name);
  return found === undefined ? !isKnownAccount(reader, accountId) : found.arn === value;
}

function isKnownAccount(reader: MetadataReader, accountId: string): boolean {
  return ["principal", "role"].some((kind) => [...reader.range({ prefix: [kind, accountId], limit: 1 })].length > 0);
}

function hasUniqueId(reader: MetadataReader, id: string): boolean {
  for (const { value } of reader.range<Principal>({ prefix: ["principal"] })) if (value.userId === id) return true;
  for (const { value } of reader.range<Role>({ prefix: ["role"] })) if (value.roleId === id) return true;
  return false;
}
