import { useState } from "react";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { accountOf } from "#domain/credentials.ts";
import type { EncryptionDraft } from "#domain/encryption-draft.ts";
import { keyReferenceProblem } from "#domain/kms-key.ts";
import { useSession } from "#session/session-context.tsx";
import { keySourceOf } from "./encryption-words.ts";
import { KeyDetails } from "./key-details.tsx";
import { enteredKeyNote } from "./key-note.ts";
import { KeyPicker } from "./key-picker.tsx";
import { ServerKeyName } from "./server-key-name.tsx";
import { useKmsApi } from "./use-kms-api.tsx";
import { useKnownKey } from "./use-known-key.tsx";

/** Props of `KeyField`. */
export interface KeyFieldProps {
  readonly draft: EncryptionDraft;
  readonly onChange: (change: Partial<EncryptionDraft>) => void;
  /** Found when the form was last submitted. */
  readonly problem: string | undefined;
  /** Region of the bucket, once it is known: other Regions' keys are refused by S3 (aws-facts 1.9 row 3). */
  readonly bucketRegion: string | undefined;
  readonly bucketDefaultKey: string | undefined;
  /** Title of the bucket's own key where its default names one; `aws/s3` would not be that key (aws-facts 1.2 row 6). */
  readonly bucketDefaultTitle: string | undefined;
  readonly disabled: boolean;
}

/**
 * Which KMS key: the AWS managed key, one of the account's keys, or any by its ARN; on a server without KMS's API, its name. What the
 * other ways hold stays as it was typed.
 */
export function KeyField(props: KeyFieldProps) {
  const { draft, onChange, disabled } = props;
  const session = useSession();
  const kms = useKmsApi(props.bucketRegion ?? session.region);
  if (!kms.offered) return <ServerKeyName {...props} why={kms.why} retry={kms.retry} />;
  return (
    <SpaceBetween size="m">
      <FormField label="AWS KMS key" stretch>
        <RadioGroup
          value={draft.keySource}
          onChange={({ detail }) => onChange({ keySource: keySourceOf(detail.value) })}
          items={[
            { value: "choose", label: "Choose from your AWS KMS keys", disabled },
            { value: "enter", label: "Enter AWS KMS key ARN", description: "Also for a key of another account, and when you may not list keys.", disabled },
            { value: "aws-managed", label: "AWS managed key (aws/s3)", description: "Sends no key ID. It cannot be shared with other accounts, and its policy cannot be changed.", disabled },
          ]}
        />
      </FormField>
      <ChosenSource {...props} />
    </SpaceBetween>
  );
}

function ChosenSource(props: KeyFieldProps) {
  switch (props.draft.keySource) {
    case "choose":
      return <ChooseKey {...props} />;
    case "enter":
      return <EnterKey {...props} />;
    case "aws-managed":
      return props.bucketDefaultTitle === undefined ? null : (
        <Alert type="info" statusIconAriaLabel="Info">
          {`This is not the key of the bucket's default encryption (${props.bucketDefaultTitle}). SSE-KMS without a key means aws/s3; to follow the bucket, choose “Use the bucket's default encryption”.`}
        </Alert>
      );
  }
}

function ChooseKey({ draft, onChange, problem, bucketRegion, bucketDefaultKey, disabled }: KeyFieldProps) {
  const session = useSession();
  const region = bucketRegion ?? session.region;
  const known = useKnownKey(draft.chosenKeyArn === "" ? undefined : draft.chosenKeyArn, region);
  return (
    <SpaceBetween size="s">
      <FormField label="KMS key" description={bucketRegion === undefined ? `Keys of ${region}, where you are signed in: the bucket's Region is not known.` : `Keys of ${region}, the bucket's Region.`} errorText={problem} stretch secondaryControl={<CreateKeyLink region={region} />}>
        <KeyPicker
          region={region}
          bucketRegion={bucketRegion}
          bucketDefaultKey={bucketDefaultKey}
          chosenKeyArn={draft.chosenKeyArn}
          onChoose={(chosenKeyArn) => onChange({ chosenKeyArn })}
          onEnter={(enteredKey) => onChange({ keySource: "enter", enteredKey })}
          disabled={disabled}
        />
      </FormField>
      <KeyDetails known={known} bucketRegion={bucketRegion} callerAccount={accountOf(session.caller)} />
    </SpaceBetween>
  );
}

function EnterKey({ draft, onChange, problem, bucketRegion, disabled }: KeyFieldProps) {
  const session = useSession();
  const [left, setLeft] = useState(draft.enteredKey !== "");
  const region = bucketRegion ?? session.region;
  const text = draft.enteredKey.trim();
  const live = text === "" ? undefined : keyReferenceProblem(text, { bucketRegion });
  const known = useKnownKey(live === undefined && text !== "" ? text : undefined, region);
  const note = enteredKeyNote(text, { region, callerAccount: accountOf(session.caller) });
  return (
    <SpaceBetween size="s">
      <FormField
        label="KMS key ARN"
        description="The key's ARN names it without doubt. A key ID or alias is looked up in your own account and the bucket's Region."
        constraintText={note ?? "Format: arn:aws:kms:Region:account:key/key-id"}
        errorText={problem ?? (left ? live : undefined)}
        stretch
      >
        <Input
          value={draft.enteredKey}
          onChange={({ detail }) => onChange({ enteredKey: detail.value })}
          onBlur={() => setLeft(true)}
          placeholder={`arn:aws:kms:${region}:${accountOf(session.caller) ?? "account"}:key/…`}
          autoComplete={false}
          spellcheck={false}
          disabled={disabled}
        />
      </FormField>
      <KeyDetails known={known} bucketRegion={bucketRegion} callerAccount={accountOf(session.caller)} />
    </SpaceBetween>
  );
}

/** AWS's own page for it. A custom KMS endpoint has no such page, so there is no link then. */
function CreateKeyLink({ region }: { readonly region: string }) {
  const { config } = useSession();
  if (config.endpoints.kms !== undefined) return null;
  const domain = region.startsWith("cn-") ? "console.amazonaws.cn" : region.startsWith("us-gov-") ? "console.amazonaws-us-gov.com" : "console.aws.amazon.com";
  return (
    <Button href={`https://${region}.${domain}/kms/home?region=${region}#/kms/keys/create`} target="_blank" iconName="external" iconAlign="right" ariaLabel="Create a KMS key (opens the AWS console in a new tab)">
      Create a KMS key
    </Button>
  );
}
