import { useMemo, useState } from "react";
import Select, { type SelectProps } from "@cloudscape-design/components/select";
import { explainFailure } from "#domain/failure-explanation.ts";
import { plural } from "#domain/format.ts";
import { usePreferences } from "#session/preferences.ts";
import { ENTER_PREFIX, keySections, type KeyEntry } from "./key-sections.ts";
import { useKeyChoices, useOnce, type KeyChoices } from "./use-key-choices.tsx";

/** From this many keys on only the visible options are in the page: Cloudscape advises against it for fewer. */
const VIRTUAL_FROM = 500;

/**
 * Chooses one of a Region's KMS keys. Searches alias, description, id and ARN; shows keys S3 cannot use with the reason; takes an
 * ARN that no list holds by typing it into the search (`onEnter`). Details of keys are read once the list has been opened.
 */
export function KeyPicker({
  region,
  bucketRegion,
  bucketDefaultKey,
  chosenKeyArn,
  onChoose,
  onEnter,
  disabled = false,
}: {
  /** Region whose keys are listed: the bucket's where it is known. */
  readonly region: string;
  readonly bucketRegion?: string | undefined;
  readonly bucketDefaultKey?: string | undefined;
  readonly chosenKeyArn: string;
  readonly onChoose: (arn: string) => void;
  readonly onEnter: (text: string) => void;
  readonly disabled?: boolean;
}) {
  const [search, setSearch] = useState("");
  const [opened, markOpened] = useOnce();
  const [{ recentKeys }] = usePreferences();
  const keys = useKeyChoices(region, opened);
  const sections = useMemo(
    () => keySections({ choices: keys.choices, recentArns: recentKeys, bucketDefaultKey, bucketRegion, search }),
    [keys.choices, recentKeys, bucketDefaultKey, bucketRegion, search],
  );
  return (
    <Select
      selectedOption={selectedOption(keys, chosenKeyArn)}
      options={sections.map(({ name, entries }) => ({ label: name, options: entries.map(optionOf) }))}
      onChange={({ detail }) => {
        const value = detail.selectedOption.value ?? "";
        if (value.startsWith(ENTER_PREFIX)) onEnter(value.slice(ENTER_PREFIX.length));
        else onChoose(value);
      }}
      onLoadItems={({ detail }) => {
        markOpened();
        setSearch(detail.filteringText);
        if (detail.samePage && keys.status === "failed") keys.retry();
      }}
      filteringType="manual"
      filteringPlaceholder="Search by alias, description, key ID or ARN"
      filteringAriaLabel="Search KMS keys"
      filteringClearAriaLabel="Clear the search"
      placeholder="Choose a KMS key"
      selectedAriaLabel="Selected"
      triggerVariant="option"
      virtualScroll={keys.choices.length > VIRTUAL_FROM}
      disabled={disabled}
      {...statusOf(keys, search)}
    />
  );
}

function optionOf(entry: KeyEntry): SelectProps.Option {
  return {
    value: entry.value,
    label: entry.label,
    description: entry.description,
    tags: [...entry.tags],
    ...(entry.unusableBecause === undefined ? {} : { disabled: true, disabledReason: entry.unusableBecause }),
  };
}

/** The chosen key stays shown when the search hides it, and by its ARN while the list is not there. */
function selectedOption(keys: KeyChoices, arn: string): SelectProps.Option | null {
  if (arn === "") return null;
  const [section] = keySections({ choices: keys.choices.filter(({ listing }) => listing.arn === arn), recentArns: [], search: "" });
  const entry = section?.entries[0];
  return entry === undefined ? { value: arn, label: arn } : { value: arn, label: entry.label, description: entry.description };
}

function statusOf(keys: KeyChoices, search: string): Partial<SelectProps> {
  switch (keys.status) {
    case "loading":
      return { statusType: "loading", loadingText: "Reading your KMS keys" };
    case "failed":
      return {
        statusType: "error",
        errorText: keys.failure === undefined ? "Your KMS keys could not be listed." : `Your KMS keys could not be listed: ${explainFailure(keys.failure).title}. A whole key ARN can still be typed here.`,
        recoveryText: "Retry",
        errorIconAriaLabel: "Error",
      };
    case "ready": {
      const total = keys.choices.length;
      const progress = keys.describedCount < total ? `Details of ${keys.describedCount} of ${plural(total, "key")} read` : plural(total, "key");
      return { statusType: "finished", finishedText: progress, empty: search.trim() === "" ? "No KMS keys in this Region" : "No key matches. A whole key ARN can be entered here too." };
    }
  }
}
