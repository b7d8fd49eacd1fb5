import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { contextToRows, effectiveContext, expectedS3Arn, hasPairs, S3_ARN_KEY, type EncryptionContext } from "#domain/encryption-context.ts";
import { partitionOfRegion } from "#domain/kms-key.ts";
import type { ObjectRef } from "#domain/object.ts";
import type { BucketKeyOutlook } from "./encryption-words.ts";
import { ResourceName } from "./resource-name.tsx";
import { useKmsApi } from "./use-kms-api.tsx";

/**
 * The context that KMS will see for one object (aws-facts 2.2): the caller's pairs and the one S3 adds. Warns where the caller's own
 * `aws:s3:arn` cannot be right (2.4), and says when the bucket's setting is not known and either ARN is possible. What a server without
 * KMS's API adds is that server's own matter: Ceph's radosgw adds an `aws:s3:arn` in another form than AWS's.
 */
export function EffectiveContext({
  context,
  target,
  region,
  bucketKey,
}: {
  readonly context: EncryptionContext;
  /** The object whose context is shown: the first file's, for an upload of many. */
  readonly target: ObjectRef;
  readonly region: string;
  readonly bucketKey: BucketKeyOutlook;
}) {
  const kms = useKmsApi(region);
  if (!kms.offered) return <OwnPairs context={context} />;
  const request = { context, ref: target, bucketKeyEnabled: bucketKey === "on", partition: partitionOfRegion(region) };
  const given = Object.hasOwn(context, S3_ARN_KEY) ? context[S3_ARN_KEY] : undefined;
  const expected = expectedS3Arn(request);
  return (
    <SpaceBetween size="xs">
      <ul aria-label="Effective encryption context">
        {Object.entries(effectiveContext(request)).map(([key, value]) => (
          <li key={key}>
            <Box variant="code">
              <ResourceName name={`${key} = ${value}`} />
            </Box>
            {key === S3_ARN_KEY && given === undefined ? <Box variant="span" color="text-body-secondary">{" added by S3"}</Box> : null}
          </li>
        ))}
      </ul>
      {bucketKey === "unknown" ? (
        <StatusIndicator type="info" wrapText>
          Whether the bucket uses an S3 Bucket Key is not known. If it does, aws:s3:arn is the ARN of the bucket.
        </StatusIndicator>
      ) : null}
      {given !== undefined && given !== expected && bucketKey !== "unknown" ? (
        <StatusIndicator type="warning" wrapText>
          {`Your aws:s3:arn is not ${expected}. S3 is documented to check it; how it answers a wrong one is not established. Remove the pair and S3 adds the right one.`}
        </StatusIndicator>
      ) : null}
    </SpaceBetween>
  );
}

function OwnPairs({ context }: { readonly context: EncryptionContext }) {
  return (
    <SpaceBetween size="xs">
      {hasPairs(context) ? (
        <ul aria-label="Effective encryption context">
          {contextToRows(context).map(({ key, value }) => (
            <li key={key}>
              <Box variant="code">
                <ResourceName name={`${key} = ${value}`} />
              </Box>
            </li>
          ))}
        </ul>
      ) : null}
      <StatusIndicator type="info" wrapText>
        {`${hasPairs(context) ? "Pairs that were given." : "No pairs were given."} AWS adds aws:s3:arn; whether this server adds a pair of its own, and which, is not known here.`}
      </StatusIndicator>
    </SpaceBetween>
  );
}
