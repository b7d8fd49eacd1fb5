import { useState } from "react";
import Alert from "@cloudscape-design/components/alert";
import FormField from "@cloudscape-design/components/form-field";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { contextWarnings } from "#domain/encryption-context.ts";
import { ContextJson } from "./context-json.tsx";
import { currentContext, switchContextMode, type ContextDraft } from "./context-modes.ts";
import { ContextRows } from "./context-rows.tsx";
import { ContextSize } from "./context-size.tsx";

/**
 * Edits an encryption context as key–value pairs or as JSON, and shows what becomes of it: the header's value and size, and pairs
 * that look secret. Problems show while editing, at the row or the JSON, so a submit finds nothing new. Going from one form to the other loses nothing: it waits until what is typed can be held by both.
 */
export function ContextEditor({
  draft,
  onChange,
  disabled = false,
}: {
  readonly draft: ContextDraft;
  readonly onChange: (change: Partial<ContextDraft>) => void;
  readonly disabled?: boolean;
}) {
  const [refused, setRefused] = useState<string>();
  const parsed = currentContext(draft);
  const edit = (change: Partial<ContextDraft>) => {
    setRefused(undefined);
    onChange(change);
  };
  const switchTo = (mode: ContextDraft["contextMode"]) => {
    const switched = switchContextMode(draft, mode);
    setRefused(switched.ok ? undefined : switched.problem);
    if (switched.ok) onChange(switched.draft);
  };
  return (
    <SpaceBetween size="s">
      <FormField
        label={
          <>
            Encryption context <i>- optional</i>
          </>
        }
        description="Pairs that KMS binds to the data key and logs. Decryption needs the same pairs; S3 keeps and sends them. Anyone who may read CloudTrail sees them in plain text: put no secrets here."
        errorText={refused === undefined ? undefined : `Still shown as ${draft.contextMode === "json" ? "JSON" : "key–value pairs"}, so that nothing is lost: ${refused}`}
        stretch
      >
        <SegmentedControl
          label="Form of the encryption context"
          selectedId={draft.contextMode}
          onChange={({ detail }) => switchTo(detail.selectedId === "json" ? "json" : "rows")}
          options={[
            { id: "rows", text: "Key–value pairs", disabled },
            { id: "json", text: "JSON", disabled },
          ]}
        />
      </FormField>
      {draft.contextMode === "json" ? (
        <ContextJson text={draft.contextJson} onChange={(contextJson) => edit({ contextJson })} disabled={disabled} />
      ) : (
        <ContextRows rows={draft.contextRows} onChange={(contextRows) => edit({ contextRows })} disabled={disabled} />
      )}
      {parsed.ok ? (
        <SpaceBetween size="s">
          <ContextSize context={parsed.context} />
          <Warnings messages={contextWarnings(parsed.context).map(({ message }) => message)} />
        </SpaceBetween>
      ) : null}
    </SpaceBetween>
  );
}

function Warnings({ messages }: { readonly messages: readonly string[] }) {
  if (messages.length === 0) return null;
  return (
    <Alert type="warning" statusIconAriaLabel="Warning" header="The encryption context is not secret">
      <ul>
        {messages.map((message) => (
          <li key={message}>{message}</li>
        ))}
      </ul>
    </Alert>
  );
}
