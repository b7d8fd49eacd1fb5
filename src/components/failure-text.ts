import type { AwsFailure } from "#domain/failure.ts";

/** A line of a failure's details, as label and value. */
export type DetailLine = readonly [label: string, value: string];

/** What support asks for: operation, code, message and AWS's ids; lines that are not known are left out. */
export function failureDetails(failure: AwsFailure): readonly DetailLine[] {
  const lines: readonly (readonly [string, string | undefined])[] = [
    ["Operation", `${failure.service} ${failure.operation}`],
    ["Error code", failure.code],
    ["Message", failure.message === "" ? undefined : failure.message],
    ["HTTP status", failure.httpStatus === undefined ? undefined : String(failure.httpStatus)],
    ["Request ID", failure.requestId],
    ["Extended request ID", failure.extendedRequestId],
  ];
  return lines.flatMap(([label, value]) => (value === undefined ? [] : [[label, value] as const]));
}

/** The details as text, one line each, for the clipboard. */
export function failureDetailsText(failure: AwsFailure): string {
  return failureDetails(failure)
    .map(([label, value]) => `${label}: ${value}`)
    .join("\n");
}
