import Checkbox from "@cloudscape-design/components/checkbox";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { emptyEndpointMeaning, type SignInDraft, type SignInProblems } from "./sign-in-form.ts";

const SERVICES = [
  ["s3", "S3 endpoint"],
  ["kms", "KMS endpoint"],
  ["sts", "STS endpoint"],
] as const;

/** Custom endpoints. Opens by itself when one of them has a problem, so that no message is hidden. */
export function EndpointFields({
  draft,
  problems,
  onChange,
}: {
  readonly draft: SignInDraft;
  readonly problems: SignInProblems;
  readonly onChange: (change: Partial<SignInDraft>) => void;
}) {
  const custom = SERVICES.filter(([service]) => draft[service].trim() !== "").length;
  const broken = SERVICES.some(([service]) => problems[service] !== undefined);
  return (
    <ExpandableSection
      key={broken ? "broken" : "fine"}
      defaultExpanded={broken}
      headerText="Endpoints"
      headerDescription={custom === 0 ? "AWS's own, by Region" : `${custom} of 3 set to other addresses`}
    >
      <SpaceBetween size="l">
        {SERVICES.map(([service, label]) => (
          <FormField key={service} label={label} constraintText={emptyEndpointMeaning(draft, service)} errorText={problems[service]} stretch>
            <Input
              type="url"
              inputMode="url"
              value={draft[service]}
              placeholder="https://…"
              disableBrowserAutocorrect
              spellcheck={false}
              onChange={({ detail }) => onChange({ [service]: detail.value })}
            />
          </FormField>
        ))}
        <Checkbox
          checked={draft.forcePathStyle}
          description="http://host/bucket/key instead of http://bucket.host/key, for S3-compatible servers."
          onChange={({ detail }) => onChange({ forcePathStyle: detail.checked })}
        >
          Path-style addresses
        </Checkbox>
      </SpaceBetween>
    </ExpandableSection>
  );
}
