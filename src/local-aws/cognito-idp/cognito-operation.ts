import type { RequestContext } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import type { CognitoInput } from "./cognito-input.ts";

/** What user pools are made of. */
export type CognitoServices = Pick<Services, "clock" | "random" | "metadata" | "keyStore">;

/** One operation: the members of its request in, those of its answer out. Throws `AwsError` (see cognito-errors.ts). */
export type CognitoOperation = (input: CognitoInput, context: RequestContext) => Promise<Readonly<Record<string, unknown>>>;
