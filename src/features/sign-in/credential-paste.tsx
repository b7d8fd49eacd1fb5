import { useState } from "react";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Textarea from "@cloudscape-design/components/textarea";
import { parseCredentialsText } from "#domain/credentials-text.ts";
import type { PlainCredentials } from "#domain/credentials.ts";
import { maskedCredentials } from "./sign-in-form.ts";
import { useUnmirrored } from "./use-unmirrored.tsx";

/** Credentials found in a text, and which of them are meant. */
export interface Pasted {
  readonly candidates: readonly { readonly label: string; readonly form: string; readonly credentials: PlainCredentials }[];
  readonly chosen: number;
}

/**
 * One box for credentials in any common form. What is pasted never reaches the page: it is read, and only what was understood is
 * shown, masked. `problem` is what the form has to say when nothing was pasted yet.
 */
export function CredentialPaste({
  pasted,
  problem,
  onChange,
}: {
  readonly pasted: Pasted | undefined;
  readonly problem: string | undefined;
  readonly onChange: (pasted: Pasted | undefined) => void;
}) {
  return pasted === undefined ? <PasteBox problem={problem} onChange={onChange} /> : <Understood pasted={pasted} onChange={onChange} />;
}

function PasteBox({ problem, onChange }: { readonly problem: string | undefined; readonly onChange: (pasted: Pasted | undefined) => void }) {
  const [text, setText] = useState("");
  const [unread, setUnread] = useState<string>();
  const place = useUnmirrored();

  const read = (given: string) => {
    setText("");
    const parsed = parseCredentialsText(given);
    setUnread(parsed.ok ? undefined : `${parsed.problem} Nothing of what you gave was kept.`);
    onChange(parsed.ok ? { candidates: parsed.candidates, chosen: 0 } : undefined);
  };

  return (
    <SpaceBetween size="s">
      <FormField
        label="Credentials in any common form"
        description="export lines, PowerShell or cmd lines, a profile of an ini file, or JSON of STS, export-credentials or the SSO portal."
        errorText={unread ?? problem}
        stretch
      >
        <div
          ref={place}
          onPaste={(event) => {
            event.preventDefault();
            read(event.clipboardData.getData("text"));
          }}
        >
          <Textarea value={text} rows={4} autoComplete={false} disableBrowserAutocorrect spellcheck={false} placeholder="Paste here" onChange={({ detail }) => setText(detail.value)} />
        </div>
      </FormField>
      {text === "" ? null : <Button onClick={() => read(text)}>Read what I typed</Button>}
    </SpaceBetween>
  );
}

function Understood({ pasted, onChange }: { readonly pasted: Pasted; readonly onChange: (pasted: Pasted | undefined) => void }) {
  const { candidates, chosen } = pasted;
  const candidate = candidates[chosen];
  return (
    <SpaceBetween size="m">
      <StatusIndicator type="success">
        {candidates.length === 1 ? `Understood: ${candidate?.form ?? ""}` : `Understood: ${candidates.length} sets of credentials`}
      </StatusIndicator>
      {candidates.length === 1 ? null : (
        <FormField label="Which one?">
          <RadioGroup
            value={String(chosen)}
            items={candidates.map(({ label, form }, index) => ({ value: String(index), label, description: form }))}
            onChange={({ detail }) => onChange({ candidates, chosen: Number(detail.value) })}
          />
        </FormField>
      )}
      {candidate === undefined ? null : (
        <KeyValuePairs columns={3} items={maskedCredentials(candidate.credentials).map(([label, value]) => ({ label, value }))} />
      )}
      <Button onClick={() => onChange(undefined)}>Use other credentials</Button>
    </SpaceBetween>
  );
}
