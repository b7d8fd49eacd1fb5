import { useQuery } from "@tanstack/react-query";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { consoleCorsRule, corsHealth, corsJson, type BucketSummary } from "#domain/bucket.ts";
import { algorithmLabel, isKmsAlgorithm } from "#domain/encryption.ts";
import { plural } from "#domain/format.ts";
import { bucketCors, bucketDefaultEncryption, bucketRegion } from "#queries/buckets.ts";
import { CellNote, CellQuery, NotApplicable } from "#components/cell-query.tsx";
import { CopyButton } from "#components/copy-value.tsx";
import { KeyName } from "#components/key-name.tsx";

/** Region of a bucket, as listed or configured, else as S3 answers it. */
export function RegionCell({ bucket }: { readonly bucket: BucketSummary }) {
  const region = useQuery({ ...bucketRegion(bucket.name), enabled: bucket.region === undefined });
  return bucket.region ?? <CellQuery query={region}>{(name) => name}</CellQuery>;
}

/** Algorithm of the bucket's default encryption. */
export function DefaultEncryptionCell({ bucket }: { readonly bucket: BucketSummary }) {
  return <CellQuery query={useQuery(bucketDefaultEncryption(bucket.name))}>{({ algorithm }) => algorithmLabel(algorithm)}</CellQuery>;
}

/** Key of the bucket's default encryption. */
export function DefaultKeyCell({ bucket }: { readonly bucket: BucketSummary }) {
  const region = useQuery({ ...bucketRegion(bucket.name), enabled: bucket.region === undefined });
  return (
    <CellQuery query={useQuery(bucketDefaultEncryption(bucket.name))}>
      {({ algorithm, keyAsStored }) =>
        isKmsAlgorithm(algorithm) ? <KeyName reference={keyAsStored ?? "alias/aws/s3"} region={bucket.region ?? region.data} /> : <NotApplicable />
      }
    </CellQuery>
  );
}

/** Whether new objects get an S3 Bucket Key by default. DSSE-KMS and SSE-S3 know none. */
export function BucketKeyCell({ bucket }: { readonly bucket: BucketSummary }) {
  return (
    <CellQuery query={useQuery(bucketDefaultEncryption(bucket.name))}>
      {({ algorithm, bucketKeyEnabled }) => (algorithm === "aws:kms" ? bucketKeyEnabled ? "On" : "Off" : <NotApplicable />)}
    </CellQuery>
  );
}

/** How far the bucket's CORS configuration lets this console work. */
export function CorsCell({ bucket }: { readonly bucket: BucketSummary }) {
  return (
    <CellQuery query={useQuery(bucketCors(bucket.name))}>
      {(rules) => {
        if (rules === "none") {
          return (
            <CellNote type="info" label="No rules" title="No CORS rules, yet readable">
              The bucket has no CORS configuration of its own; this endpoint answers browsers anyway. On AWS such a bucket would not be readable from here.
            </CellNote>
          );
        }
        const health = corsHealth(rules, window.location.origin);
        if (health.status === "ok") return <StatusIndicator type="success">Complete</StatusIndicator>;
        return <CorsGaps missingMethods={health.missingMethods} hiddenHeaders={health.hiddenResponseHeaders} />;
      }}
    </CellQuery>
  );
}

function CorsGaps({ missingMethods, hiddenHeaders }: { readonly missingMethods: readonly string[]; readonly hiddenHeaders: readonly string[] }) {
  const gaps = [
    missingMethods.length === 0 ? undefined : plural(missingMethods.length, "method") + " missing",
    hiddenHeaders.length === 0 ? undefined : plural(hiddenHeaders.length, "header") + " hidden",
  ].filter((gap) => gap !== undefined);
  return (
    <CellNote type="warning" label={gaps.join(", ")} title="The CORS configuration leaves gaps">
      <SpaceBetween size="xs">
        {missingMethods.length === 0 ? null : <div>{`Not allowed from this page: ${missingMethods.join(", ")}.`}</div>}
        {hiddenHeaders.length === 0 ? null : <div>{`Response headers this page cannot read: ${hiddenHeaders.join(", ")}. What they say is shown as unknown.`}</div>}
        <CopyButton value={corsJson([consoleCorsRule(window.location.origin)])} what="CORS configuration" />
      </SpaceBetween>
    </CellNote>
  );
}
