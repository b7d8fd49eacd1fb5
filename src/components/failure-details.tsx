import ExpandableSection from "@cloudscape-design/components/expandable-section";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { AwsFailure } from "#domain/failure.ts";
import { CopyButton } from "./copy-value.tsx";
import { failureDetails, failureDetailsText } from "./failure-text.ts";

/** Code, message and request ids of a failure, closed at first, with one button that copies them all. */
export function FailureDetails({ failure }: { readonly failure: AwsFailure }) {
  return (
    <ExpandableSection variant="inline" headerText="Details">
      <SpaceBetween size="s">
        <KeyValuePairs columns={1} items={failureDetails(failure).map(([label, value]) => ({ label, value }))} />
        <CopyButton value={failureDetailsText(failure)} what="details" />
      </SpaceBetween>
    </ExpandableSection>
  );
}
