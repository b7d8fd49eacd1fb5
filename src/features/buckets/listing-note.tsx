import type { UseQueryResult } from "@tanstack/react-query";
import Link from "@cloudscape-design/components/link";
import Popover from "@cloudscape-design/components/popover";
import type { BucketSummary } from "#domain/bucket.ts";
import type { AwsError } from "#domain/failure.ts";
import { explainFailure } from "#domain/failure-explanation.ts";

/**
 * Where the list comes from. On AWS a browser is never told an account's buckets (aws-facts 8.3), so that this failure is normal: it is
 * said in a line, not in an alert.
 */
export function ListingNote({ listed }: { readonly listed: UseQueryResult<readonly BucketSummary[], AwsError> }) {
  if (listed.isPending) return "Asking S3 for your buckets …";
  if (!listed.isError) return "As S3 lists them, with those from the configuration and those you added.";
  const { title, why } = explainFailure(listed.error.failure);
  const expected = listed.error.failure.kind === "network-or-cors";
  return (
    <>
      {expected ? "S3 does not list an account's buckets to a browser: these are from the configuration, or added by you. " : "S3 did not list your buckets: these are from the configuration, or added by you. "}
      <Popover
        triggerType="custom"
        dismissAriaLabel="Close"
        header={expected ? "Why are not all my buckets here?" : title}
        content={
          expected
            ? "ListBuckets is no call on a bucket, so no bucket's CORS configuration can allow it, and S3 refuses it to web pages. Add the buckets you work with by name: the list is kept in this browser."
            : why
        }
      >
        <Link variant="info">Why?</Link>
      </Popover>
    </>
  );
}
