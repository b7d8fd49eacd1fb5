import Alert from "@cloudscape-design/components/alert";
import FormField from "@cloudscape-design/components/form-field";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { BucketDefaultEncryption } from "#domain/encryption.ts";
import type { EncryptionDraft } from "#domain/encryption-draft.ts";
import { bucketKeyOf } from "./encryption-words.ts";

/**
 * S3 Bucket Key of one write: the bucket's setting (no header), on, or off (aws-facts 1.2 rows 7, 9, 14). Only for SSE-KMS. Says what
 * it changes, because turning it on changes the encryption context that key policies may be pinned to (2.4).
 */
export function BucketKeyField({
  value,
  onChange,
  bucketDefault,
  disabled,
}: {
  readonly value: EncryptionDraft["bucketKey"];
  readonly onChange: (value: EncryptionDraft["bucketKey"]) => void;
  /** Undefined while it is not known, or may not be read. */
  readonly bucketDefault: BucketDefaultEncryption | undefined;
  readonly disabled: boolean;
}) {
  const now = bucketDefault === undefined ? "not known" : bucketDefault.bucketKeyEnabled ? "on" : "off";
  const takesEffect = value === "on" || (value === "bucket-setting" && bucketDefault?.bucketKeyEnabled === true);
  return (
    <SpaceBetween size="s">
      <FormField label="S3 Bucket Key" description="S3 asks KMS once for a key of the bucket instead of once per object: up to 99 % fewer KMS requests." stretch>
        <RadioGroup
          value={value}
          onChange={({ detail }) => onChange(bucketKeyOf(detail.value))}
          items={[
            { value: "bucket-setting", label: `Bucket's setting (now: ${now})`, description: "Sends no header.", disabled },
            { value: "on", label: "On", description: "For these objects only; the bucket's setting stays.", disabled },
            { value: "off", label: "Off", description: "KMS is asked for every object, and CloudTrail names each one.", disabled },
          ]}
        />
      </FormField>
      {takesEffect ? (
        <Alert type="info" statusIconAriaLabel="Info" header="What a Bucket Key changes">
          The encryption context holds the bucket's ARN instead of the object's. Key policies that allow only object ARNs
          (kms:EncryptionContext:aws:s3:arn) stop working, and KMS events in CloudTrail name the bucket, not the object.
        </Alert>
      ) : null}
    </SpaceBetween>
  );
}
