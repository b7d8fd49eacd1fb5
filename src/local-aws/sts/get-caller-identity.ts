import { type StsAction, signedCaller } from "./sts-action.ts";

/** GetCallerIdentity: needs no permission, and no policy can take it away (aws-facts 4.1). */
export function getCallerIdentity(): StsAction {
  return async (_parameters, context) => {
    const { arn, userId, accountId } = signedCaller(context);
    return { Arn: arn, UserId: userId, Account: accountId };
  };
}
