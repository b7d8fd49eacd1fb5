import { useRef } from "react";
import AttributeEditor, { type AttributeEditorProps } from "@cloudscape-design/components/attribute-editor";
import Input from "@cloudscape-design/components/input";
import type { NamedValue, RowProblem } from "./properties.ts";

/** Rows of names and values: user metadata or tags. `noun` names one row: "metadata entry", "tag". */
export function NamedValuesEditor({
  noun,
  nameLabel,
  rows,
  onChange,
  problems,
}: {
  readonly noun: string;
  readonly nameLabel: string;
  readonly rows: readonly NamedValue[];
  readonly onChange: (rows: readonly NamedValue[]) => void;
  readonly problems: readonly RowProblem[];
}) {
  const editor = useRef<AttributeEditorProps.Ref>(null);
  const edit = (index: number, change: Partial<NamedValue>) => onChange(rows.map((row, at) => (at === index ? { ...row, ...change } : row)));
  return (
    <AttributeEditor
      ref={editor}
      items={rows}
      addButtonText={`Add ${noun}`}
      removeButtonText="Remove"
      removeButtonAriaLabel={({ name }) => `Remove ${noun} ${name}`}
      i18nStrings={{ itemRemovedAriaLive: `Removed ${noun}`, errorIconAriaLabel: "Error" }}
      empty={`No ${noun}.`}
      onAddButtonClick={() => onChange([...rows, { name: "", value: "" }])}
      onRemoveButtonClick={({ detail }) => {
        onChange(rows.filter((_, at) => at !== detail.itemIndex));
        editor.current?.focusAddButton();
      }}
      definition={[
        {
          label: nameLabel,
          errorText: (_, index) => problems.find(({ row }) => row === index)?.message,
          control: ({ name }, index) => (
            <Input value={name} onChange={({ detail }) => edit(index, { name: detail.value })} ariaLabel={`${nameLabel} of ${noun} ${index + 1}`} autoComplete={false} spellcheck={false} />
          ),
        },
        {
          label: "Value",
          control: ({ value }, index) => (
            <Input value={value} onChange={({ detail }) => edit(index, { value: detail.value })} ariaLabel={`Value of ${noun} ${index + 1}`} autoComplete={false} spellcheck={false} />
          ),
        },
      ]}
    />
  );
}
