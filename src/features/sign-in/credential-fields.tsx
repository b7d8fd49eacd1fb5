import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { SecretInput } from "./secret-input.tsx";
import type { SignInDraft, SignInProblems } from "./sign-in-form.ts";

/** The three fields of an access key. Nothing offers to remember them: they belong in no password store of a shared browser. */
export function CredentialFields({
  draft,
  problems,
  onChange,
}: {
  readonly draft: SignInDraft;
  readonly problems: SignInProblems;
  readonly onChange: (change: Partial<SignInDraft>) => void;
}) {
  return (
    <SpaceBetween size="l">
      <FormField label="Access key ID" constraintText="20 characters, beginning with AKIA (long-lived) or ASIA (temporary)." errorText={problems.accessKeyId} stretch>
        <Input
          value={draft.accessKeyId}
          autoComplete="off"
          disableBrowserAutocorrect
          spellcheck={false}
          onChange={({ detail }) => onChange({ accessKeyId: detail.value })}
        />
      </FormField>
      <FormField label="Secret access key" errorText={problems.secretAccessKey} stretch>
        <SecretInput value={draft.secretAccessKey} invalid={problems.secretAccessKey !== undefined} onChange={(secretAccessKey) => onChange({ secretAccessKey })} />
      </FormField>
      <FormField
        label={
          <span>
            Session token <i>- optional</i>
          </span>
        }
        constraintText="Temporary credentials (ASIA…) have one; long-lived ones (AKIA…) do not."
        errorText={problems.sessionToken}
        stretch
      >
        <SecretInput value={draft.sessionToken} invalid={problems.sessionToken !== undefined} onChange={(sessionToken) => onChange({ sessionToken })} />
      </FormField>
    </SpaceBetween>
  );
}
