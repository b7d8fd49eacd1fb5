import type { ReactNode } from "react";
import type { UseQueryResult } from "@tanstack/react-query";
import Box from "@cloudscape-design/components/box";
import Popover from "@cloudscape-design/components/popover";
import Skeleton from "@cloudscape-design/components/skeleton";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { explainFailure } from "#domain/failure-explanation.ts";
import type { AwsError, AwsFailure } from "#domain/failure.ts";
import { FailureDetails } from "./failure-details.tsx";

/** The answer of one query in a small place, such as a table's cell: a skeleton first, then the answer, or why there is none. */
export function CellQuery<T>({ query, children }: { readonly query: UseQueryResult<T, AwsError>; readonly children: (data: T) => ReactNode }) {
  // An answer that was had before stays while a newer one is on its way, or failed to come.
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <CellFailure failure={query.error.failure} />;
  return <Skeleton width="70%" />;
}

/** A failure in a small place: a word for its kind; what happened and what to do on click. */
function CellFailure({ failure }: { readonly failure: AwsFailure }) {
  const { title, why, whatToDo } = explainFailure(failure);
  return (
    <CellNote type={failure.kind === "not-offered" ? "stopped" : "warning"} label={failureWord(failure)} title={title}>
      <SpaceBetween size="xs">
        <div>{why}</div>
        {whatToDo[0] === undefined ? null : <div>{whatToDo[0]}</div>}
        <FailureDetails failure={failure} />
      </SpaceBetween>
    </CellNote>
  );
}

/** A state in a small place, with its explanation on click. */
export function CellNote({
  type,
  label,
  title,
  children,
}: {
  readonly type: "warning" | "info" | "success" | "stopped" | "error";
  readonly label: string;
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <Popover dismissAriaLabel="Close" header={title} content={children} size="large" wrapTriggerText={false} renderWithPortal>
      <StatusIndicator type={type}>{label}</StatusIndicator>
    </Popover>
  );
}

/** What is known not to apply, so that an empty cell never has to be guessed at. */
export function NotApplicable({ children = "–" }: { readonly children?: ReactNode }) {
  return <Box color="text-status-inactive">{children}</Box>;
}

function failureWord(failure: AwsFailure): string {
  switch (failure.kind) {
    case "not-offered":
      return "Not offered";
    case "access-denied":
      return "Not permitted";
    case "not-found":
      return "Not found";
    case "network-or-cors":
      return "Not readable";
    case "throttled":
      return "Throttled";
    case "credentials-expired":
      return "Session ended";
    case "key-unusable":
      return "Key not usable";
    case "precondition":
    case "invalid-request":
    case "server-error":
    case "credentials-invalid":
    case "clock-skew":
    case "wrong-region":
    case "aborted":
    case "file-changed":
    case "unknown":
      return "Failed";
  }
}
