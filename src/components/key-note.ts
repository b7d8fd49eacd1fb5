import { parseKeyReference } from "#domain/kms-key.ts";

/**
 * What an entered key reference means, for the person who typed it: where it lives, and whose it is. A note, never an error: keys of
 * other accounts are fine, ids and alias names are looked up in the caller's account (aws-facts 1.3). Undefined for anything else.
 */
export function enteredKeyNote(text: string, where: { readonly region: string; readonly callerAccount: string | undefined }): string | undefined {
  const reference = parseKeyReference(text);
  switch (reference?.kind) {
    case "key-arn":
    case "alias-arn": {
      const account = accountWords(reference.accountId, where.callerAccount);
      return `${reference.kind === "key-arn" ? "Key" : "Alias"} in ${reference.region}, ${account}.`;
    }
    case "key-id":
    case "alias-name":
      return `${reference.kind === "key-id" ? "A key ID" : "An alias"} is looked up in your account${where.callerAccount === undefined ? "" : ` ${where.callerAccount}`}, ${where.region}.`;
    case undefined:
      return undefined;
  }
}

function accountWords(account: string, callerAccount: string | undefined): string {
  if (callerAccount === undefined) return `account ${account}`;
  return account === callerAccount ? "your account" : `account ${account}, not yours: its key policy and your IAM policy must both allow it`;
}
