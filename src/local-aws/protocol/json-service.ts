import { AwsError } from "./aws-error.ts";
import type { RequestContext } from "./request-context.ts";
import { targetedOperation } from "./service-name.ts";

/** A service of JSON 1.1: `POST /` with `X-Amz-Target: <prefix>.<Operation>`. Throws `AwsError`. */
export interface JsonService {
  handle(context: RequestContext): Promise<Response>;
}

/** One operation: the members of its request in, those of its answer out. Throws `AwsError`. */
export type JsonOperation = (input: Readonly<Record<string, unknown>>, context: RequestContext) => Promise<Readonly<Record<string, unknown>>>;

/** More than any request of these services needs. */
const MAX_BODY_BYTES = 1_048_576;

/** Makes a service of its operations, by their names in `X-Amz-Target`. An operation that is not there is refused loudly. */
export function createJsonService(
  service: "cloudtrail" | "cognito-identity" | "cognito-idp",
  operations: ReadonlyMap<string, JsonOperation>,
): JsonService {
  return {
    async handle(context) {
      const target = context.headers.get("x-amz-target") ?? "";
      const operation = operations.get(targetedOperation(service, target) ?? "");
      if (operation === undefined) throw new AwsError(400, "UnknownOperationException", `Keyseal's local AWS has no operation '${target}'.`);
      const output = await operation(readInput(await context.body.text(MAX_BODY_BYTES)), context);
      return Response.json(output, { headers: { "content-type": "application/x-amz-json-1.1" } });
    },
  };
}

function readInput(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text === "" ? "{}" : text);
  } catch {
    throw new AwsError(400, "SerializationException", "The request is not valid JSON.");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new AwsError(400, "SerializationException", "The request is no JSON object.");
  return Object.fromEntries(Object.entries(value));
}
