import type { StsAction } from "./sts-action.ts";

/** GetCallerIdentity: needs no permission, and no policy can take it away (aws-facts 4.1). */
export function getCallerIdentity(): StsAction {
  return async (_parameters, caller) => ({ Arn: caller.arn, UserId: caller.userId, Account: caller.accountId });
}
