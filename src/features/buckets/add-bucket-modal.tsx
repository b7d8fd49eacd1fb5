import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { bucketNameProblem } from "#domain/bucket.ts";
import { failureOf, type AwsFailure } from "#domain/failure.ts";
import { bucketRegion } from "#queries/buckets.ts";
import { CorsAdvice } from "#components/cors-advice.tsx";
import { FailureAlert } from "#components/failure-alert.tsx";

/**
 * Asks for a bucket's name, checks it against S3's naming rules, and asks S3 for the bucket. A browser is not told whether a bucket is
 * missing or only lacks CORS (aws-facts 8.1), so after a failed check the name can still be added.
 */
export function AddBucketModal({
  existing,
  onAdd,
  onDismiss,
}: {
  readonly existing: readonly string[];
  readonly onAdd: (bucket: { readonly name: string; readonly region?: string | undefined }) => void;
  readonly onDismiss: () => void;
}) {
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<string>();
  const [failure, setFailure] = useState<AwsFailure>();
  const [busy, setBusy] = useState(false);

  const check = async () => {
    const wanted = name.trim();
    const wrong = bucketNameProblem(wanted) ?? (existing.includes(wanted) ? "This bucket is on the list already." : undefined);
    setProblem(wrong);
    setFailure(undefined);
    if (wrong !== undefined) return;
    setBusy(true);
    try {
      onAdd({ name: wanted, region: await queryClient.fetchQuery(bucketRegion(wanted)) });
    } catch (error) {
      const refused = failureOf(error);
      if (refused.kind === "not-found") setProblem("There is no bucket of this name.");
      else setFailure(refused);
      setBusy(false);
    }
  };

  return (
    <Modal
      visible
      header="Add a bucket by name"
      closeAriaLabel="Close"
      onDismiss={onDismiss}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onDismiss}>
              Cancel
            </Button>
            {failure === undefined ? null : <Button onClick={() => onAdd({ name: name.trim() })}>Add anyway</Button>}
            <Button variant="primary" loading={busy} loadingText="Asking S3 for the bucket" onClick={() => void check()}>
              {failure === undefined ? "Add" : "Check again"}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void check();
        }}
      >
        <SpaceBetween size="m">
          <FormField
            label="Bucket name"
            constraintText="The name alone, without s3:// or arn:. The list is kept in this browser."
            errorText={problem}
          >
            <Input
              value={name}
              disableBrowserAutocorrect
              spellcheck={false}
              onChange={({ detail }) => {
                setName(detail.value);
                setProblem(undefined);
                setFailure(undefined);
              }}
            />
          </FormField>
          {failure === undefined ? null : <FailureAlert type="warning" failure={failure} header="The bucket could not be reached" />}
          {failure?.kind === "network-or-cors" ? <CorsAdvice /> : null}
        </SpaceBetween>
      </form>
    </Modal>
  );
}
