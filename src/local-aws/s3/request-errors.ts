import { AwsError } from "#local-aws/protocol/aws-error.ts";

/** 400 `InvalidArgument`; `details` are the extra elements, usually ArgumentName and ArgumentValue. */
export function invalidArgument(message: string, details: Readonly<Record<string, string>> = {}): AwsError {
  return new AwsError(400, "InvalidArgument", message, { details });
}

/** 400 `InvalidRequest`. */
export function invalidRequest(message: string): AwsError {
  return new AwsError(400, "InvalidRequest", message);
}

/** 412 `PreconditionFailed`; `condition` names the header that did not hold (aws-facts 1.4). */
export function preconditionFailed(condition: string): AwsError {
  return new AwsError(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", {
    details: { Condition: condition },
  });
}

/** 501 `NotImplemented` for a header that this operation does not take: loud, so that nobody believes it had an effect. */
export function headerNotImplemented(header: string, additionalMessage?: string): AwsError {
  return new AwsError(501, "NotImplemented", "A header you provided implies functionality that is not implemented", {
    details: { Header: header, ...(additionalMessage === undefined ? {} : { additionalMessage }) },
  });
}

/** 404 `NoSuchUpload` (aws-facts 1.7). */
export function noSuchUpload(uploadId: string): AwsError {
  return new AwsError(
    404,
    "NoSuchUpload",
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    { details: { UploadId: uploadId } },
  );
}

/** 400 `EntityTooLarge`; both sizes in bytes (aws-facts 1.5 has the same pair of elements). */
export function entityTooLarge(proposedSize: number, maxSizeAllowed: number): AwsError {
  return new AwsError(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", {
    details: { ProposedSize: String(proposedSize), MaxSizeAllowed: String(maxSizeAllowed) },
  });
}
