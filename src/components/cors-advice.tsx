import Box from "@cloudscape-design/components/box";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { consoleCorsRule, corsJson } from "#domain/bucket.ts";
import { CopyButton } from "./copy-value.tsx";

/**
 * The CORS configuration that lets this page in, to copy. A page cannot put it there itself: without a rule, S3 answers it nothing
 * (aws-facts 8.3).
 */
export function CorsAdvice() {
  const json = corsJson([consoleCorsRule(window.location.origin)]);
  return (
    <SpaceBetween size="s">
      <Box>
        {`This CORS configuration lets ${window.location.origin} in. Somebody who may change the bucket sets it in the S3 console under Permissions, or with `}
        <Box variant="code">aws s3api put-bucket-cors</Box>. It replaces the rules that are there.
      </Box>
      <CopyButton value={json} what="CORS configuration" />
      <ExpandableSection variant="inline" headerText="Show it">
        <Box variant="pre">{json}</Box>
      </ExpandableSection>
    </SpaceBetween>
  );
}
