import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { RequestContext } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { doDueWork } from "./due-work.ts";
import { createKmsForS3 } from "./for-s3.ts";
import type { KmsForS3 } from "./kms-for-s3.ts";
import { recordKmsCall } from "./kms-event.ts";
import { kmsInput } from "./kms-input.ts";
import type { KmsServices } from "./kms-operation.ts";
import { kmsOperations } from "./kms-operations.ts";
import { recordedKmsForS3 } from "./recorded-kms-for-s3.ts";

/** AWS KMS: its JSON 1.1 front for callers, and its door for S3. */
export interface Kms {
  /** Answers `POST /` with `X-Amz-Target: TrentService.<Operation>` (aws-facts 3.1). Throws `AwsError`. */
  handle(context: RequestContext): Promise<Response>;
  readonly forS3: KmsForS3;
}

/** More than any request that KMS would take: the largest members are a 32 KiB policy and 50 tags. */
const MAX_BODY_BYTES = 1_048_576;
const TARGET_PREFIX = "TrentService.";
const CONTENT_TYPE = "application/x-amz-json-1.1";

/** Makes the KMS of the stand-in over its key store. */
export function createKms(services: KmsServices & Pick<Services, "trail">): Kms {
  const operations = kmsOperations(services);
  return {
    async handle(context) {
      if (context.caller === undefined) throw new AwsError(400, "MissingAuthenticationTokenException", "Missing Authentication Token");
      const name = operationName(context);
      const operation = operations.get(name);
      if (operation === undefined) throw unknownOperation(name);
      const text = await readBody(context);
      const input = kmsInput(text);
      await doDueWork(services);
      const { caller, region } = context;
      const usedKeyArns = new Set<string>();
      const output = await recordKmsCall(services, { ...context, caller }, { operation: name, text, usedKeyArns }, () => operation(input, { caller, region, usedKeyArns }));
      return new Response(output === undefined ? null : JSON.stringify(output), { status: 200, headers: { "content-type": CONTENT_TYPE } });
    },
    forS3: recordedKmsForS3(services, createKmsForS3(services)),
  };
}

function operationName({ headers }: RequestContext): string {
  const target = headers.get("x-amz-target") ?? "";
  return target.startsWith(TARGET_PREFIX) ? target.slice(TARGET_PREFIX.length) : target;
}

/** Loud on purpose: an operation that is not here must never look as if it had worked (aws-facts 3.1). */
function unknownOperation(name: string): AwsError {
  const asked = name === "" ? "The request names no operation in X-Amz-Target." : `The operation ${name} is not part of it.`;
  return new AwsError(400, "UnknownOperationException", `Keyseal's local stand-in for AWS KMS: ${asked}`);
}

async function readBody({ body }: RequestContext): Promise<string> {
  try {
    return await body.text(MAX_BODY_BYTES);
  } catch (error) {
    if (error instanceof RangeError) throw new AwsError(413, "RequestEntityTooLargeException", "The request is too large.");
    throw error;
  }
}
