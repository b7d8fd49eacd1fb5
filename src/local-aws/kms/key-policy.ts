import { isAuthorized } from "#local-aws/iam/authorize.ts";
import { parsePolicyDocument, PolicyDocumentError } from "#local-aws/iam/policy-document.ts";
import { utf8 } from "#local-aws/protocol/bytes.ts";
import type { MetadataReader } from "#local-aws/store/metadata-store.ts";
import type { KmsKey } from "#local-aws/world.ts";
import { keyAccessRequest } from "./authorize-key.ts";
import type { KmsCall } from "./key-access.ts";
import { limitExceeded, malformedPolicy } from "./kms-errors.ts";
import type { KmsInput } from "./kms-input.ts";

/** The only name that a key policy can have. */
export const POLICY_NAME = "default";
/** aws-facts 3.5, 7. */
const MAX_POLICY_BYTES = 32_768;

/** The policy of a key that was created without one: it leaves the decision to identity policies (aws-facts 3.5). */
export function defaultKeyPolicy(accountId: string): string {
  return JSON.stringify(
    {
      Version: "2012-10-17",
      Id: "key-default-1",
      Statement: [
        {
          Sid: "Enable IAM User Permissions",
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${accountId}:root` },
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
 * Reads a key policy, at most 32,768 bytes, kept as it came.
 * @throws AwsError LimitExceededException; MalformedPolicyDocumentException when it is no policy, or no policy of a resource
 */
export function readKeyPolicy(input: KmsInput, member: string): string | undefined {
  const text = input.string(member, { min: 1, max: 131_072 });
  if (text === undefined) return undefined;
  if (utf8(text).length > MAX_POLICY_BYTES) throw limitExceeded(`The key policy is larger than ${MAX_POLICY_BYTES} bytes.`);
  try {
    const { statements } = parsePolicyDocument(text);
    if (statements.some(({ principal }) => principal === undefined)) throw malformedPolicy("Policy contains a statement with no principal.");
    if (statements.some(({ resource }) => resource === undefined)) throw malformedPolicy("Policy contains a statement with no resource.");
  } catch (error) {
    if (error instanceof PolicyDocumentError) throw malformedPolicy(error.message);
    throw error;
  }
  return text;
}

/** What identity policies say is not asked here: they can be changed whatever the key's policy is. */
const ALLOW_ALL = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] });

/**
 * Refuses a policy under which its author could not put another one, neither by name nor by permission of the account, unless the
 * request bypasses this check (aws-facts 3.5).
 * @throws AwsError MalformedPolicyDocumentException
 */
export function checkPolicyLockout(reader: MetadataReader, call: KmsCall, key: KmsKey, bypass: boolean): void {
  const caller = { ...call.caller, policies: [ALLOW_ALL], sessionPolicies: [ALLOW_ALL] };
  if (bypass || isAuthorized(keyAccessRequest(reader, { ...call, caller }, "kms:PutKeyPolicy", key))) return;
  throw malformedPolicy("The new key policy will not allow you to update the key policy in the future.");
}
