import { useState } from "react";
import FormField from "@cloudscape-design/components/form-field";
import Textarea from "@cloudscape-design/components/textarea";
import { parseContextJson } from "#domain/encryption-context.ts";

/** Encryption context as JSON. Half-typed JSON is no mistake yet: problems show once the field was left. */
export function ContextJson({
  text,
  onChange,
  disabled,
}: {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly disabled: boolean;
}) {
  const [left, setLeft] = useState(text !== "");
  const parsed = parseContextJson(text);
  return (
    <FormField
      label="Encryption context as JSON"
      constraintText={'One flat object of text values, for example {"department":"hr","project":"q3"}.'}
      errorText={parsed.ok || !left ? undefined : parsed.problem}
      stretch
    >
      <Textarea
        value={text}
        onChange={({ detail }) => onChange(detail.value)}
        onBlur={() => setLeft(true)}
        rows={Math.min(12, Math.max(4, text.split("\n").length + 1))}
        placeholder={'{\n  "department": "hr"\n}'}
        spellcheck={false}
        disabled={disabled}
      />
    </FormField>
  );
}
