import { ACCOUNT_ID } from "#local-aws/world.ts";
import { malformedPolicy } from "./kms-errors.ts";
import type { KmsInput } from "./kms-input.ts";

/** The only name that a key policy can have. */
export const POLICY_NAME = "default";

/** The policy of a key that was created without one: it leaves the decision to identity policies (aws-facts 3.5). */
export function defaultKeyPolicy(): string {
  return JSON.stringify(
    {
      Version: "2012-10-17",
      Id: "key-default-1",
      Statement: [
        {
          Sid: "Enable IAM User Permissions",
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${ACCOUNT_ID}:root` },
          Action: "kms:*",
          Resource: "*",
        },
      ],
    },
    null,
    2,
  );
}

/**
 * Reads a key policy, at most 32,768 characters, kept as it came. It is stored and shown; the stand-in decides by identity policies.
 * @throws AwsError MalformedPolicyDocumentException when it is not a JSON object with statements
 */
export function readKeyPolicy(input: KmsInput, member: string): string | undefined {
  const text = input.string(member, { min: 1, max: 32_768 });
  if (text === undefined) return undefined;
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    throw malformedPolicy("The policy is not valid JSON.");
  }
  if (typeof policy !== "object" || policy === null || !("Statement" in policy)) {
    throw malformedPolicy("Policy is missing required field Statement.");
  }
  return text;
}
