import Box from "@cloudscape-design/components/box";
import FormField from "@cloudscape-design/components/form-field";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { algorithmLabel, isKmsAlgorithm } from "#domain/encryption.ts";
import { emptyContext } from "#domain/encryption-context.ts";
import { formatBytes, plural } from "#domain/format.ts";
import { s3Uri } from "#domain/object.ts";
import { EffectiveContext } from "#components/effective-context.tsx";
import { bucketKeyOutlook, kmsTakesPart } from "#components/encryption-words.ts";
import { HeadersPreview } from "#components/headers-preview.tsx";
import { ResourceName } from "#components/resource-name.tsx";
import type { BucketEncryption } from "#components/use-bucket-encryption.tsx";
import { useKmsApi } from "#components/use-kms-api.tsx";
import { useKnownKey } from "#components/use-known-key.tsx";
import { visibleText } from "#components/visible-text.ts";
import { useSession } from "#session/session-context.tsx";
import type { FileRow, FileTotals } from "./picked-files.ts";
import { requestHeaders, requestOf, type SharedRequest, type UploadDraft } from "./upload-form.ts";

/**
 * What the upload will do, before it does it: how the files are sent, the request headers of the first one, and the context KMS will
 * see for it. Shown once the form could be sent; until then it says what is missing.
 */
export function WhatWillHappen({
  draft,
  shared,
  first,
  totals,
  where,
}: {
  readonly draft: UploadDraft;
  /** Undefined while the form is not complete. */
  readonly shared: SharedRequest | undefined;
  /** The first file that can be uploaded. */
  readonly first: FileRow | undefined;
  readonly totals: FileTotals;
  readonly where: BucketEncryption;
}) {
  if (shared === undefined || first === undefined) {
    return <Box color="text-body-secondary">Add files, a bucket and complete the encryption fields to see the exact request.</Box>;
  }
  const request = requestOf(first, draft, shared);
  const algorithm = shared.settings.serverSideEncryption;
  return (
    <SpaceBetween size="l">
      <KeyValuePairs
        columns={2}
        items={[
          { label: "Files", value: `${plural(totals.good, "file")}, ${formatBytes(totals.bytes)}` },
          { label: "Sent as", value: sentAs(totals) },
          { label: "Encryption", value: algorithm === "bucket-default" ? `The bucket's default, now: ${where.text ?? "not known"}` : algorithmLabel(algorithm) },
          ...(isKmsAlgorithm(algorithm) ? [{ label: "KMS key", value: <KeyName keyId={"keyId" in shared.settings ? shared.settings.keyId : undefined} where={where} /> }] : []),
          { label: totals.good === 1 ? "Object" : "First object", value: <ResourceName name={s3Uri(request.ref)} /> },
        ]}
      />
      <FormField label="Request headers" description={`Of ${visibleText(first.path)}; authentication is added to them.${totals.multipart > 0 ? " Files sent in parts have the encryption headers on CreateMultipartUpload only, and the condition on CompleteMultipartUpload." : ""}`} stretch>
        <HeadersPreview headers={requestHeaders(request)} label="Request headers" empty="None" />
      </FormField>
      <KmsPreview draft={draft} shared={shared} first={first} where={where} />
    </SpaceBetween>
  );
}

function KmsPreview({ draft, shared, first, where }: { readonly draft: UploadDraft; readonly shared: SharedRequest; readonly first: FileRow; readonly where: BucketEncryption }) {
  const session = useSession();
  const region = where.region ?? session.region;
  const kms = useKmsApi(region);
  const takesPart = kmsTakesPart(draft.encryption, where.setting);
  if (takesPart === false) return <Box>KMS takes no part: there is no encryption context and no KMS event in CloudTrail.</Box>;
  if (takesPart === undefined) return <Box>Whether KMS takes part is not known, because the bucket&apos;s default encryption is not.</Box>;
  const context = "encryptionContext" in shared.settings ? shared.settings.encryptionContext : emptyContext;
  return (
    <FormField label="Effective encryption context" description={kms.offered ? `What KMS will see for ${visibleText(first.key)}, and CloudTrail will log.` : `What is sent for ${visibleText(first.key)}.`} stretch>
      <EffectiveContext
        context={context}
        target={{ bucket: draft.bucket.trim(), key: first.key }}
        region={region}
        bucketKey={bucketKeyOutlook(draft.encryption, where.setting)}
      />
    </FormField>
  );
}

function sentAs({ single, multipart, parts }: FileTotals): string {
  const singles = single === 0 ? [] : [`${plural(single, "file")} as one PUT${single === 1 ? "" : " each"}`];
  const multiparts = multipart === 0 ? [] : [`${plural(multipart, "file")} in ${plural(parts, "part")}`];
  return [...singles, ...multiparts].join(", ");
}

/** The key that the headers name, by its alias where that is known; no key in the headers is the AWS managed one (aws-facts 1.2 row 6). */
function KeyName({ keyId, where }: { readonly keyId: string | undefined; readonly where: BucketEncryption }) {
  const session = useSession();
  const known = useKnownKey(keyId, where.region ?? session.region);
  return keyId === undefined ? "aws/s3, the AWS managed key" : (known.title ?? keyId);
}
