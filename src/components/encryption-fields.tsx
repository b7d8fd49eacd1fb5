import FormField from "@cloudscape-design/components/form-field";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Tiles from "@cloudscape-design/components/tiles";
import { explainFailure } from "#domain/failure-explanation.ts";
import { isKmsAlgorithm } from "#domain/encryption.ts";
import type { DraftProblem, EncryptionDraft } from "#domain/encryption-draft.ts";
import type { ObjectRef } from "#domain/object.ts";
import { useSession } from "#session/session-context.tsx";
import { BucketKeyField } from "./bucket-key-field.tsx";
import { ContextEditor } from "./context-editor.tsx";
import { currentContext } from "./context-modes.ts";
import { EffectiveContext } from "./effective-context.tsx";
import { bucketKeyOutlook, keyTypeOf } from "./encryption-words.ts";
import { KeyField } from "./key-field.tsx";
import { visibleText } from "./visible-text.ts";
import { useBucketEncryption, type BucketEncryption } from "./use-bucket-encryption.tsx";
import { useKmsApi } from "./use-kms-api.tsx";

/**
 * How objects are to be encrypted: key type, KMS key, encryption context and S3 Bucket Key, each with what it means for this bucket.
 * Holds nothing itself: `draft` keeps everything typed, also for the choices that are not shown at the moment.
 */
export function EncryptionFields({
  draft,
  onChange,
  problems,
  bucket,
  target,
  disabled = false,
}: {
  readonly draft: EncryptionDraft;
  readonly onChange: (draft: EncryptionDraft) => void;
  /** Problems found by `parseEncryptionDraft` when the form was last submitted. */
  readonly problems: readonly DraftProblem[];
  /** The bucket written to, once it is chosen. */
  readonly bucket?: string | undefined;
  /** Object whose effective context is shown: the first of many. */
  readonly target?: ObjectRef | undefined;
  readonly disabled?: boolean;
}) {
  const session = useSession();
  const where = useBucketEncryption(bucket);
  const kms = useKmsApi(where.region ?? session.region);
  const edit = (change: Partial<EncryptionDraft>) => onChange({ ...draft, ...change });
  const withKey = isKmsAlgorithm(draft.keyType);
  const parsed = currentContext(draft);
  return (
    <SpaceBetween size="l">
      <FormField label="Encryption key type" stretch>
        <Tiles value={draft.keyType} onChange={({ detail }) => edit({ keyType: keyTypeOf(detail.value) })} columns={2} items={keyTypeTiles({ where, bucket, disabled, actsAsAws: kms.offered })} />
      </FormField>
      {draft.keyType === "bucket-default" ? <DefaultNote where={where} actsAsAws={kms.offered} /> : null}
      {withKey ? (
        <SpaceBetween size="l">
          <KeyField
            draft={draft}
            onChange={edit}
            problem={problems.find(({ field }) => field === "key")?.message}
            bucketRegion={where.region}
            bucketDefaultKey={where.keyTitle === undefined ? undefined : where.setting?.keyAsStored}
            bucketDefaultTitle={where.keyTitle}
            disabled={disabled}
          />
          <ContextEditor draft={draft} onChange={edit} disabled={disabled} />
          {draft.keyType === "aws:kms" ? (
            <BucketKeyField value={draft.bucketKey} onChange={(bucketKey) => edit({ bucketKey })} bucketDefault={where.setting} disabled={disabled} />
          ) : null}
          {target === undefined || !parsed.ok ? null : (
            <FormField label="Effective encryption context" description={`What KMS will see for ${visibleText(target.key)}.`} stretch>
              <EffectiveContext context={parsed.context} target={target} region={where.region ?? session.region} bucketKey={bucketKeyOutlook(draft, where.setting)} />
            </FormField>
          )}
        </SpaceBetween>
      ) : null}
    </SpaceBetween>
  );
}

/** What each choice means; on a server that is not AWS, without what only AWS promises. */
function keyTypeTiles({ where, bucket, disabled, actsAsAws }: { readonly where: BucketEncryption; readonly bucket: string | undefined; readonly disabled: boolean; readonly actsAsAws: boolean }) {
  const now = where.text ?? (where.loading ? "being read" : bucket === undefined ? "choose a bucket to see it" : "not known");
  return [
    { value: "bucket-default", label: "Use the bucket's default encryption", description: `Sends no encryption header. Now: ${now}.`, disabled },
    { value: "AES256", label: "Amazon S3 managed key (SSE-S3)", description: actsAsAws ? "S3 holds the key. No KMS key, no encryption context, no KMS request." : "The server holds the key, if it encrypts at all: not every server does. What it answers is checked after the upload.", disabled },
    { value: "aws:kms", label: "AWS KMS key (SSE-KMS)", description: `Under a KMS key you name, with an encryption context${actsAsAws ? "; every use is logged by CloudTrail" : ""}.`, disabled },
    { value: "aws:kms:dsse", label: "AWS KMS key, two layers (DSSE-KMS)", description: "Two independent layers of encryption. No S3 Bucket Key.", disabled },
  ];
}

/** Why the default is not known, where it was asked for and refused: the upload itself may still be allowed. */
function DefaultNote({ where, actsAsAws }: { readonly where: BucketEncryption; readonly actsAsAws: boolean }) {
  if (where.settingFailure === undefined) return null;
  return (
    <StatusIndicator type="info" wrapText>
      {`The bucket's default could not be read (${explainFailure(where.settingFailure).title}), so what it resolves to is not known. ${actsAsAws ? "Every new object is encrypted, at least with SSE-S3." : "AWS encrypts every new object; this server may store it as it comes."}`}
    </StatusIndicator>
  );
}
