import { useLayoutEffect, useRef } from "react";
import Input from "@cloudscape-design/components/input";

/**
 * A field for a secret. React mirrors a controlled input's value into its `value` attribute, where the page's markup would hold the
 * secret for anything that reads or saves the DOM; after each render the attribute is taken off again, and only the property stays.
 */
export function SecretInput({ value, onChange, invalid }: { readonly value: string; readonly onChange: (value: string) => void; readonly invalid: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    place.current?.querySelector("input")?.removeAttribute("value");
  });
  return (
    <div ref={place}>
      <Input type="password" autoComplete="off" disableBrowserAutocorrect spellcheck={false} value={value} invalid={invalid} onChange={({ detail }) => onChange(detail.value)} />
    </div>
  );
}
