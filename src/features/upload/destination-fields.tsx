import { useQuery } from "@tanstack/react-query";
import Autosuggest from "@cloudscape-design/components/autosuggest";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { explainFailure } from "#domain/failure-explanation.ts";
import { listedBuckets } from "#queries/buckets.ts";
import { useSession } from "#session/session-context.tsx";
import { usePreferences } from "#session/preferences.ts";
import type { BucketEncryption } from "#components/use-bucket-encryption.tsx";
import { BucketTrouble } from "./bucket-trouble.tsx";
import { bucketSuggestions } from "./bucket-suggestions.ts";
import type { UploadDraft, UploadProblems } from "./upload-form.ts";

/** Where the files go: bucket, prefix, and whether objects that are there already may be replaced. */
export function DestinationFields({
  draft,
  onChange,
  problems,
  where,
}: {
  readonly draft: UploadDraft;
  readonly onChange: (change: Partial<UploadDraft>) => void;
  readonly problems: UploadProblems;
  readonly where: BucketEncryption;
}) {
  return (
    <SpaceBetween size="l">
      <FormField label="Bucket" description="One you know by name works too: S3 does not list buckets to a browser." errorText={problems.bucket} stretch>
        <BucketInput value={draft.bucket} onChange={(bucket) => onChange({ bucket })} />
      </FormField>
      <BucketStatus where={where} bucket={draft.bucket} />
      <FormField
        label={
          <>
            Prefix <i>- optional</i>
          </>
        }
        description="The folder the files go into. A slash is put after it; folders of the files follow."
        errorText={problems.prefix}
        stretch
      >
        <Input value={draft.prefix} onChange={({ detail }) => onChange({ prefix: detail.value })} placeholder="reports/2026/" autoComplete={false} spellcheck={false} />
      </FormField>
      <Checkbox
        checked={draft.replaceExisting}
        onChange={({ detail }) => onChange({ replaceExisting: detail.checked })}
        description="Off: a file whose name is taken fails instead (If-None-Match: *). On: the object is overwritten, or gets a new version where the bucket keeps versions; older versions stay under their old key."
      >
        Replace existing objects
      </Checkbox>
    </SpaceBetween>
  );
}

function BucketInput({ value, onChange }: { readonly value: string; readonly onChange: (bucket: string) => void }) {
  const { config } = useSession();
  const [{ savedBuckets }] = usePreferences();
  // Only what another page has read already: on AWS a browser cannot list buckets, and asking would do no more than fail (aws-facts 8.3)
  const listed = useQuery({ ...listedBuckets(), enabled: false });
  return (
    <Autosuggest
      value={value}
      onChange={({ detail }) => onChange(detail.value)}
      options={bucketSuggestions({ config: config.buckets, saved: savedBuckets, listed: listed.data ?? [] }).map(({ name, region }) => ({ value: name, ...(region === undefined ? {} : { labelTag: region }) }))}
      enteredTextLabel={(text) => `Use: "${text}"`}
      placeholder="Enter or choose a bucket"
      empty="No bucket is known yet: enter its name"
      ariaRequired
    />
  );
}

function BucketStatus({ where, bucket }: { readonly where: BucketEncryption; readonly bucket: string }) {
  if (where.loading) return <StatusIndicator type="loading">Asking S3 about this bucket</StatusIndicator>;
  if (where.regionFailure !== undefined) return <BucketTrouble bucket={bucket} failure={where.regionFailure} onRetry={where.retry} />;
  if (where.region === undefined) return null;
  // The Region may be known from elsewhere; that the bucket does not answer this page shows only here
  if (where.settingFailure?.kind === "network-or-cors") return <BucketTrouble bucket={bucket} failure={where.settingFailure} onRetry={where.retry} />;
  if (where.settingFailure !== undefined) {
    return <StatusIndicator type="info" wrapText>{`In ${where.region}. Its default encryption is not known: ${explainFailure(where.settingFailure).title}.`}</StatusIndicator>;
  }
  return <StatusIndicator type="success" wrapText>{`In ${where.region}. Default encryption: ${where.text ?? "not known"}.`}</StatusIndicator>;
}
