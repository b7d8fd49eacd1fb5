import Autosuggest from "@cloudscape-design/components/autosuggest";
import FormField from "@cloudscape-design/components/form-field";
import { AWS_REGIONS } from "#domain/config.ts";

const OPTIONS = AWS_REGIONS.map(({ value, label }) => ({ value, description: label, tags: [] }));

/** The Region to sign in to. Any name can be typed: AWS opens new Regions, and other servers have their own. */
export function RegionField({ region, problem, onChange }: { readonly region: string; readonly problem: string | undefined; readonly onChange: (region: string) => void }) {
  return (
    <FormField label="Region" description="Buckets and KMS keys of other Regions are still reached." errorText={problem} stretch>
      <Autosuggest
        value={region}
        options={OPTIONS}
        enteredTextLabel={(text) => `Use ${text}`}
        empty="No Region of that name is known here"
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  );
}
