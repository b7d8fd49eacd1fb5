import { useState } from "react";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { serverKeyNameProblem } from "#domain/kms-key.ts";
import type { KeyFieldProps } from "./key-field.tsx";

/**
 * The KMS key by the name an S3-compatible server knows it by, where there is no KMS API to list or describe keys: any text is taken,
 * and only the server can say whether it names a key.
 */
export function ServerKeyName({
  draft,
  onChange,
  problem,
  disabled,
  why,
  retry,
}: Pick<KeyFieldProps, "draft" | "onChange" | "problem" | "disabled"> & { readonly why: string; readonly retry: (() => void) | undefined }) {
  const [left, setLeft] = useState(false);
  const live = draft.enteredKey.trim() === "" ? undefined : serverKeyNameProblem(draft.enteredKey);
  return (
    <FormField
      label="KMS key name"
      description={why}
      constraintText="Sent as typed. Whether the server has this key shows when it is used."
      errorText={problem ?? (left ? live : undefined)}
      secondaryControl={retry === undefined ? undefined : <Button onClick={retry}>Ask KMS again</Button>}
      stretch
    >
      <Input value={draft.enteredKey} onChange={({ detail }) => onChange({ enteredKey: detail.value })} onBlur={() => setLeft(true)} autoComplete={false} spellcheck={false} disabled={disabled} />
    </FormField>
  );
}
