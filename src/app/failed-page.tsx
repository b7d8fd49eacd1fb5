import { useEffect } from "react";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { AwsError } from "#domain/failure.ts";
import { FailureAlert } from "#components/failure-alert.tsx";
import { PageFrame, useDocumentTitle } from "#components/page-frame.tsx";

/** What browsers say when a file of the program is not there any more, as after an update of the console. */
const MISSING_FILE = /dynamically imported module|module script failed|error loading dynamically/i;

/** A page that broke. The rest of the console, and what runs in it, goes on. */
export function FailedPage({ error, reset }: { readonly error: unknown; readonly reset: () => void }) {
  return (
    <PageFrame title="This page failed">
      <Failure error={error} onRetry={reset} />
    </PageFrame>
  );
}

/** The console itself broke: nothing of it can be trusted to work. */
export function FailedConsole({ error }: { readonly error: unknown }) {
  useDocumentTitle("Failed");
  useEffect(() => {
    console.error(error);
  }, [error]);
  return (
    <main>
      <Box padding="xxl">
        <SpaceBetween size="l">
          <Box variant="h1">Keyseal failed</Box>
          <Failure error={error} onRetry={() => window.location.reload()} />
        </SpaceBetween>
      </Box>
    </main>
  );
}

function Failure({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  if (error instanceof AwsError) return <FailureAlert failure={error.failure} onRetry={onRetry} />;
  const message = error instanceof Error ? error.message : String(error);
  const missing = MISSING_FILE.test(message);
  return (
    <Alert
      type="error"
      statusIconAriaLabel="Error"
      header={missing ? "A part of this console could not be loaded" : "Something went wrong in this console"}
      action={<Button onClick={missing ? () => window.location.reload() : onRetry}>{missing ? "Reload" : "Try again"}</Button>}
    >
      <SpaceBetween size="xs">
        <div>
          {missing
            ? "The connection broke, or the console was updated meanwhile. Reloading signs you out, since your credentials are kept nowhere."
            : "This is a fault of the console, not of AWS: nothing was changed by it."}
        </div>
        <ExpandableSection variant="inline" headerText="Details">
          <Box variant="code">{message}</Box>
        </ExpandableSection>
      </SpaceBetween>
    </Alert>
  );
}
