import type { Pluggable } from "@smithy/types";

/**
 * Keeps a client from repeating what got no answer at all. To a page a CORS refusal looks like a lost connection, and the bucket's
 * rules do not change within the SDK's second: three attempts would only log three errors. The SDK takes a `TypeError` for transient by
 * its message, so the same error leaves under another one. Throttled and failed answers are still repeated.
 */
export function onceWithoutAnswer<Input extends object, Output extends object>(): Pluggable<Input, Output> {
  return {
    applyToStack(stack) {
      stack.add(
        (next) => async (args) => {
          try {
            return await next(args);
          } catch (error) {
            if (!(error instanceof TypeError)) throw error;
            throw new TypeError(`No answer reached this page (${error.message})`);
          }
        },
        // Inside of the SDK's retry: around one attempt
        { step: "finalizeRequest", name: "onceWithoutAnswer", priority: "low" },
      );
    },
  };
}
