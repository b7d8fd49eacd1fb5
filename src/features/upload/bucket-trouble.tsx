import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { consoleCorsRule, corsJson } from "#domain/bucket.ts";
import type { AwsFailure } from "#domain/failure.ts";
import { FailureAlert } from "#components/failure-alert.tsx";

/**
 * Why a bucket does not answer. A bucket that does not exist and one without a CORS configuration look the same to a browser
 * (aws-facts 8.1: both preflights fail), so both are named, with the rule that would let this console in.
 */
export function BucketTrouble({ bucket, failure, onRetry }: { readonly bucket: string; readonly failure: AwsFailure; readonly onRetry: () => void }) {
  if (failure.kind !== "network-or-cors") {
    return <FailureAlert failure={failure} type={failure.kind === "not-found" ? "error" : "warning"} onRetry={onRetry} />;
  }
  return (
    <SpaceBetween size="xs">
      <FailureAlert failure={failure} header={`${bucket} does not answer this page: it does not exist, or its CORS configuration does not allow ${window.location.origin}`} onRetry={onRetry} />
      <CopyToClipboard
        variant="button"
        textToCopy={corsJson([consoleCorsRule(window.location.origin)])}
        copyButtonText="Copy the CORS rule this console needs"
        copySuccessText="CORS rule copied"
        copyErrorText="The browser did not allow copying"
      />
    </SpaceBetween>
  );
}
