import Alert from "@cloudscape-design/components/alert";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { NamedValuesEditor } from "./named-values-editor.tsx";
import { STORAGE_CLASSES } from "./properties.ts";
import type { UploadDraft, UploadProblems } from "./upload-form.ts";

/** Storage class, content type, metadata and tags of all files of the upload. */
export function PropertiesFields({
  draft,
  onChange,
  problems,
}: {
  readonly draft: UploadDraft;
  readonly onChange: (change: Partial<UploadDraft>) => void;
  readonly problems: UploadProblems;
}) {
  const storageClass = STORAGE_CLASSES.find(({ value }) => value === draft.storageClass);
  return (
    <SpaceBetween size="l">
      <Alert type="info" statusIconAriaLabel="Info">
        Only the body of an object is encrypted. Its name, metadata and tags are not: put nothing secret there.
      </Alert>
      <FormField label="Storage class" stretch>
        <Select
          selectedOption={storageClass ?? STORAGE_CLASSES[0]}
          options={STORAGE_CLASSES}
          onChange={({ detail }) => onChange({ storageClass: detail.selectedOption.value ?? "STANDARD" })}
          selectedAriaLabel="Selected"
        />
      </FormField>
      <FormField
        label={
          <>
            Content type <i>- optional</i>
          </>
        }
        description="Empty: the type the browser knows for each file, else application/octet-stream."
        errorText={problems.contentType}
        stretch
      >
        <Input value={draft.contentType} onChange={({ detail }) => onChange({ contentType: detail.value })} placeholder="detected for each file" autoComplete={false} spellcheck={false} />
      </FormField>
      <FormField label="User metadata" description="Sent as x-amz-meta-… headers, 2 KB in all." stretch>
        <NamedValuesEditor noun="metadata entry" nameLabel="Name" rows={draft.metadata} onChange={(metadata) => onChange({ metadata })} problems={problems.metadata} />
      </FormField>
      <FormField label="Tags" description="Up to 10. Needs s3:PutObjectTagging." stretch>
        <NamedValuesEditor noun="tag" nameLabel="Key" rows={draft.tags} onChange={(tags) => onChange({ tags })} problems={problems.tags} />
      </FormField>
    </SpaceBetween>
  );
}
