import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { bucketsPath, uploadPath } from "#domain/console-path.ts";
import type { AwsFailure } from "#domain/failure.ts";
import { ConsoleLink, useFollow } from "#components/console-link.tsx";
import { CorsAdvice } from "#components/cors-advice.tsx";
import { FailureAlert } from "#components/failure-alert.tsx";
import { OpenByKey } from "./open-by-key.tsx";

/** A folder that could not be listed: what happened, and for each kind of failure the next step. */
export function ListingFailure({
  bucket,
  prefix,
  failure,
  onRetry,
}: {
  readonly bucket: string;
  readonly prefix: string;
  readonly failure: AwsFailure;
  readonly onRetry: () => void;
}) {
  const follow = useFollow();
  const missing = failure.kind === "not-found";
  return (
    <SpaceBetween size="l">
      <FailureAlert failure={failure} header={missing ? undefined : "The objects could not be listed"} onRetry={onRetry} />
      {missing ? (
        <Button href={bucketsPath()} onFollow={follow}>
          Go to buckets
        </Button>
      ) : null}
      {failure.kind === "network-or-cors" ? <CorsAdvice /> : null}
      {failure.kind === "access-denied" ? (
        <>
          <OpenByKey bucket={bucket} prefix={prefix} />
          <Box margin={{ top: "l" }}>
            {"Uploading needs no right to list. "}
            <ConsoleLink href={uploadPath({ bucket, prefix })}>Upload here</ConsoleLink>
          </Box>
        </>
      ) : null}
    </SpaceBetween>
  );
}
