import { notAuthorized, validation } from "./kms-errors.ts";
import type { KmsInput } from "./kms-input.ts";

const PREFIX = "alias/";
const RESERVED = "alias/aws/";

/**
 * Reads `AliasName` as CreateAlias, UpdateAlias and DeleteAlias take it (aws-facts 3.5).
 * @throws AwsError ValidationException for its form, NotAuthorizedException for a name that is AWS's own
 */
export function readAliasName(input: KmsInput): string {
  const name = input.requiredString("AliasName", { min: 1, max: 256, pattern: /^[a-zA-Z0-9:/_-]+$/ });
  if (!name.startsWith(PREFIX) || name === PREFIX) {
    throw validation(
      'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
    );
  }
  if (name.startsWith(RESERVED)) throw notAuthorized(`The prefix ${RESERVED} is reserved for AWS managed keys.`);
  return name;
}
