import { useQuery } from "@tanstack/react-query";
import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { isKmsAlgorithm, type BucketDefaultEncryption, type ObjectEncryption } from "#domain/encryption.ts";
import { bucketDefaultText } from "#components/encryption-words.ts";
import { CellQuery } from "#components/cell-query.tsx";
import { useKnownKey } from "#components/use-known-key.tsx";
import { bucketDefaultEncryption, bucketRegion } from "#queries/buckets.ts";
import { useSession } from "#session/session-context.tsx";
import { compareWithDefault, type DefaultComparison } from "./default-comparison.ts";

/** The object beside what its bucket would give a new one: where they differ, somebody chose otherwise, or the default changed. */
export function DefaultComparisonPanel({ bucket, encryption }: { readonly bucket: string; readonly encryption: ObjectEncryption }) {
  return (
    <SpaceBetween size="xs">
      <Header variant="h3">Compared with the bucket&apos;s default</Header>
      <CellQuery query={useQuery(bucketDefaultEncryption(bucket))}>{(setting) => <Compared bucket={bucket} encryption={encryption} setting={setting} />}</CellQuery>
    </SpaceBetween>
  );
}

const ICON: Readonly<Record<DefaultComparison["kind"], StatusIndicatorProps.Type>> = { same: "success", differs: "warning", unknown: "info" };

function Compared({ bucket, encryption, setting }: { readonly bucket: string; readonly encryption: ObjectEncryption; readonly setting: BucketDefaultEncryption }) {
  const session = useSession();
  const region = useQuery(bucketRegion(bucket));
  // `aws:kms` without a key means the AWS managed key (aws-facts 1.10).
  const reference = isKmsAlgorithm(setting.algorithm) ? (setting.keyAsStored ?? "alias/aws/s3") : undefined;
  const key = useKnownKey(reference, region.data ?? session.region);
  if (key.status === "loading") return <StatusIndicator type="loading">Looking up the key of the bucket&apos;s default</StatusIndicator>;
  const storedArn = /:key\//.test(setting.keyAsStored ?? "") ? setting.keyAsStored : undefined;
  const { kind, findings } = compareWithDefault(encryption, setting, key.summary?.arn ?? storedArn);
  return (
    <>
      {findings
        .filter((finding) => finding !== "")
        .map((finding) => (
          <div key={finding}>
            <StatusIndicator type={ICON[kind]} wrapText>
              {finding}
            </StatusIndicator>
          </div>
        ))}
      <Box color="text-body-secondary">{`The bucket's default now: ${bucketDefaultText(setting, key.title)}`}</Box>
    </>
  );
}
