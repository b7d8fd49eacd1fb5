import type { SessionCredentials } from "#local-aws/iam/session-credentials.ts";
import type { XmlMembers } from "#local-aws/protocol/xml.ts";

/** `Credentials` of an answer; times are to the second. */
export function credentialsXml(credentials: SessionCredentials): XmlMembers {
  return {
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    SessionToken: credentials.sessionToken,
    Expiration: new Date(credentials.expiresAt).toISOString().replace(/\.\d{3}Z$/, "Z"),
  };
}
