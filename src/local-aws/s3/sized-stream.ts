import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { MAX_BODY_BYTES } from "./measured-body.ts";
import { entityTooLarge } from "./request-errors.ts";

/**
 * A body of which nobody knows the size beforehand, held to a range of bytes: an error at its end says how long it was. What is beyond
 * the range is counted and dropped.
 * @throws AwsError, from the stream: 400 `EntityTooLarge` or `EntityTooSmall`, with both sizes (aws-facts 1.5 row 10)
 */
export function sizedStream(source: ReadableStream<Uint8Array>, range: { readonly min: number; readonly max: number } | undefined): ReadableStream<Uint8Array> {
  const min = range?.min ?? 0;
  const max = Math.min(range?.max ?? MAX_BODY_BYTES, MAX_BODY_BYTES);
  let size = 0;
  return source.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        size += chunk.length;
        if (size <= max) controller.enqueue(chunk);
      },
      flush() {
        if (size > max) throw entityTooLarge(size, max);
        if (size < min) throw entityTooSmall(size, min);
      },
    }),
  );
}

function entityTooSmall(proposedSize: number, minSizeAllowed: number): AwsError {
  return new AwsError(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", {
    details: { ProposedSize: String(proposedSize), MinSizeAllowed: String(minSizeAllowed) },
  });
}
