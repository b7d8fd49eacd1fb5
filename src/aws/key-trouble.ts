import type { AwsFailure } from "#domain/failure.ts";

type KeyUnusable = Extract<AwsFailure, { kind: "key-unusable" }>;

/** Why a KMS key could not be used, and which, as far as the message names it. */
export type KeyTrouble = Pick<KeyUnusable, "reason" | "keyArn">;

const KEY_ARN = /arn:[a-z0-9-]+:kms:[a-z0-9-]+:\d{12}:(?:key|alias)\/[A-Za-z0-9/_-]+/;

/**
 * Reads an error of KMS, by its code without the `KMS.` that S3 puts before it (aws-facts 1.9 rows 1–10, 3.6). `undefined` for codes
 * that do not speak of a key's fitness.
 */
export function parseKeyTrouble(kmsCode: string, message: string): KeyTrouble | undefined {
  const reason = reasonOf(kmsCode, message);
  return reason === undefined ? undefined : { reason, keyArn: KEY_ARN.exec(message)?.[0] };
}

function reasonOf(kmsCode: string, message: string): KeyUnusable["reason"] | undefined {
  switch (kmsCode) {
    case "NotFoundException":
      // Row 3: "Invalid arn us-west-2" means that the ARN's Region is not the bucket's
      return message.startsWith("Invalid arn ") ? "other-region" : "not-found";
    case "InvalidArnException":
      return "not-found";
    case "DisabledException":
      return "disabled";
    case "InvalidKeyUsageException":
      return "wrong-usage";
    case "KMSInvalidStateException":
    case "InvalidStateException":
      if (message.includes("pending deletion")) return "pending-deletion";
      if (message.includes("pending import")) return "pending-import";
      return message.includes("is disabled") ? "disabled" : "unavailable";
    case "KeyUnavailableException":
      return "unavailable";
    default:
      return undefined;
  }
}
