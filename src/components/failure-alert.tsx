import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import LiveRegion from "@cloudscape-design/components/live-region";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { explainFailure } from "#domain/failure-explanation.ts";
import type { AwsFailure } from "#domain/failure.ts";
import { FailureDetails } from "./failure-details.tsx";

/**
 * A failure of AWS in place: what happened, why, what to do, and the codes and ids behind "Details" (product.md, "Errors"). Read
 * aloud when it appears. `header` replaces the title where the page knows better what was tried; `onRetry` offers "Retry".
 */
export function FailureAlert({
  failure,
  header,
  onRetry,
  type = "error",
}: {
  readonly failure: AwsFailure;
  readonly header?: string | undefined;
  readonly onRetry?: (() => void) | undefined;
  /** `warning` where the page works on without the answer. */
  readonly type?: "error" | "warning";
}) {
  const { title, why, whatToDo } = explainFailure(failure);
  return (
    <Alert
      type={type}
      statusIconAriaLabel={type === "error" ? "Error" : "Warning"}
      header={header ?? title}
      action={onRetry === undefined ? undefined : <Button onClick={onRetry}>Retry</Button>}
    >
      <SpaceBetween size="xs">
        {header === undefined ? null : <Box fontWeight="bold">{title}</Box>}
        <div>{why}</div>
        <WhatToDo steps={whatToDo} />
        <FailureDetails failure={failure} />
      </SpaceBetween>
      <LiveRegion hidden assertive={type === "error"}>{`${header ?? title}. ${why}`}</LiveRegion>
    </Alert>
  );
}

function WhatToDo({ steps }: { readonly steps: readonly string[] }) {
  if (steps.length === 0) return null;
  return (
    <div>
      <Box variant="strong">What to do</Box>
      <ul>
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ul>
    </div>
  );
}
