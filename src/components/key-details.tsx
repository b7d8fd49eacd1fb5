import { useQuery } from "@tanstack/react-query";
import Box from "@cloudscape-design/components/box";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { explainFailure } from "#domain/failure-explanation.ts";
import { formatDateTime } from "#domain/format.ts";
import { keyFitness, keyStateLabel, type KeyRotation, type KmsKeySummary } from "#domain/kms-key.ts";
import { keyRotation } from "#queries/keys.ts";
import { CopyValue } from "./copy-value.tsx";
import { FailureDetails } from "./failure-details.tsx";
import type { KnownKey } from "./use-known-key.tsx";

/**
 * The key that was picked or entered, as KMS describes it, with a word on whether S3 can use it. A key that may not be described is
 * "unknown", not wrong: most keys of other accounts answer through S3 only.
 */
export function KeyDetails({
  known,
  bucketRegion,
  callerAccount,
}: {
  readonly known: KnownKey;
  readonly bucketRegion?: string | undefined;
  /** Undefined where the server does not say who signs. */
  readonly callerAccount: string | undefined;
}) {
  if (known.status === "loading") return <StatusIndicator type="loading">Asking KMS about this key</StatusIndicator>;
  if (known.summary === undefined) return <UndescribedKey known={known} />;
  return <DescribedKey summary={known.summary} bucketRegion={bucketRegion} callerAccount={callerAccount} />;
}

function UndescribedKey({ known }: { readonly known: KnownKey }) {
  if (known.failure === undefined) return null;
  const { title } = explainFailure(known.failure);
  return (
    <SpaceBetween size="xxs">
      <StatusIndicator type="info" wrapText>
        {`Not known whether this key can be used: ${title}. KMS did not describe it; S3 may still be allowed to use it.`}
      </StatusIndicator>
      <FailureDetails failure={known.failure} />
    </SpaceBetween>
  );
}

function DescribedKey({
  summary,
  bucketRegion,
  callerAccount,
}: {
  readonly summary: KmsKeySummary;
  readonly bucketRegion: string | undefined;
  readonly callerAccount: string | undefined;
}) {
  const fitness = keyFitness(summary, bucketRegion);
  const foreign = callerAccount !== undefined && summary.accountId !== callerAccount;
  const rotation = useQuery({ ...keyRotation(summary.region, summary.keyId), enabled: !foreign && fitness.usable });
  return (
    <SpaceBetween size="s">
      {fitness.usable ? null : (
        <StatusIndicator type="warning" wrapText>
          {`S3 cannot use this key. ${fitness.reason}`}
        </StatusIndicator>
      )}
      <KeyValuePairs
        columns={3}
        minColumnWidth={180}
        items={[
          { label: "Alias", value: summary.aliases.length === 0 ? "None" : summary.aliases.join(", ") },
          { label: "State", value: <KeyStateIndicator summary={summary} /> },
          { label: "Manager", value: summary.keyManager === "AWS" ? "AWS managed" : "Customer managed" },
          { label: "Description", value: summary.description === "" ? "None" : summary.description },
          { label: "Region and account", value: `${summary.region} · ${summary.accountId}${foreign ? " (not your account)" : ""}` },
          { label: "Key type", value: `${summary.keySpec}${summary.multiRegion ? ", Multi-Region (S3 treats it as single-Region)" : ""}` },
          ...(rotation.data === undefined ? [] : [{ label: "Rotation", value: rotationText(rotation.data) }]),
        ]}
      />
      <CopyValue value={summary.arn} what="key ARN" display={<Box variant="code">{summary.arn}</Box>} />
      {foreign ? (
        <Box color="text-body-secondary" fontSize="body-s">
          A key of another account works when its key policy and your own IAM policy both allow it.
        </Box>
      ) : null}
    </SpaceBetween>
  );
}

/** State of a key with the colour people know from the KMS console; the date when it is to be deleted. */
export function KeyStateIndicator({ summary }: { readonly summary: Pick<KmsKeySummary, "keyState" | "deletionDate"> }) {
  const type = summary.keyState === "Enabled" ? "success" : summary.keyState === "Creating" || summary.keyState === "Updating" ? "in-progress" : "stopped";
  const until = summary.deletionDate === undefined ? "" : `, to be deleted ${formatDateTime(summary.deletionDate)}`;
  return (
    <StatusIndicator type={type} wrapText>
      {`${keyStateLabel(summary.keyState)}${until}`}
    </StatusIndicator>
  );
}

/** Automatic rotation in words; what may not be asked is said to be unknown, not off. */
function rotationText(rotation: KeyRotation): string {
  if (rotation === "not-permitted") return "Unknown: you may not ask for it";
  if (rotation === "not-applicable") return "Not offered for this key";
  if (!rotation.enabled) return "Off";
  return rotation.periodInDays === undefined ? "On" : `On, every ${rotation.periodInDays} days`;
}
