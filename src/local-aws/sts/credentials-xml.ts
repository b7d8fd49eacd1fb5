import type { SessionCredentials } from "#local-aws/iam/session-credentials.ts";
import { isoSeconds } from "#local-aws/protocol/iso-seconds.ts";
import type { XmlMembers } from "#local-aws/protocol/xml.ts";

/** `Credentials` of an answer; times are to the second. */
export function credentialsXml(credentials: SessionCredentials): XmlMembers {
  return {
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    SessionToken: credentials.sessionToken,
    Expiration: isoSeconds(credentials.expiresAt),
  };
}
