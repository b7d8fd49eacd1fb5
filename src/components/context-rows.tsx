import { useRef } from "react";
import AttributeEditor, { type AttributeEditorProps } from "@cloudscape-design/components/attribute-editor";
import Input from "@cloudscape-design/components/input";
import { contextFromRows, type ContextRow } from "#domain/encryption-context.ts";

/** Encryption context as key–value rows, each row's problem at the row. */
export function ContextRows({
  rows,
  onChange,
  disabled,
}: {
  readonly rows: readonly ContextRow[];
  readonly onChange: (rows: readonly ContextRow[]) => void;
  readonly disabled: boolean;
}) {
  const editor = useRef<AttributeEditorProps.Ref>(null);
  const parsed = contextFromRows(rows);
  const problemAt = (index: number) => (parsed.ok ? undefined : parsed.problems.find(({ row }) => row === index)?.message);
  const edit = (index: number, change: Partial<ContextRow>) => onChange(rows.map((row, at) => (at === index ? { ...row, ...change } : row)));
  return (
    <AttributeEditor
      ref={editor}
      items={rows}
      addButtonText="Add pair"
      disableAddButton={disabled}
      isItemRemovable={() => !disabled}
      removeButtonText="Remove"
      removeButtonAriaLabel={(row) => `Remove pair ${row.key === "" ? rows.indexOf(row) + 1 : row.key}`}
      i18nStrings={{ itemRemovedAriaLive: "Pair removed", errorIconAriaLabel: "Error" }}
      empty="No pairs. S3 adds one of its own: aws:s3:arn."
      onAddButtonClick={() => onChange([...rows, { key: "", value: "" }])}
      onRemoveButtonClick={({ detail }) => {
        onChange(rows.filter((_, at) => at !== detail.itemIndex));
        editor.current?.focusAddButton();
      }}
      definition={[
        {
          label: "Key",
          errorText: (_, index) => problemAt(index),
          control: (row, index) => (
            <Input value={row.key} onChange={({ detail }) => edit(index, { key: detail.value })} placeholder="department" autoComplete={false} spellcheck={false} disabled={disabled} ariaLabel={`Key of pair ${index + 1}`} />
          ),
        },
        {
          label: "Value",
          control: (row, index) => (
            <Input value={row.value} onChange={({ detail }) => edit(index, { value: detail.value })} placeholder="hr" autoComplete={false} spellcheck={false} disabled={disabled} ariaLabel={`Value of pair ${index + 1}`} />
          ),
        },
      ]}
    />
  );
}
