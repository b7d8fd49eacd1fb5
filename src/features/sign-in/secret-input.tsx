import Input from "@cloudscape-design/components/input";
import { useUnmirrored } from "./use-unmirrored.tsx";

/** A field for a secret: not shown, not remembered by the browser, and not in the page's markup. */
export function SecretInput({ value, onChange, invalid }: { readonly value: string; readonly onChange: (value: string) => void; readonly invalid: boolean }) {
  return (
    <div ref={useUnmirrored()}>
      <Input type="password" autoComplete="off" disableBrowserAutocorrect spellcheck={false} value={value} invalid={invalid} onChange={({ detail }) => onChange(detail.value)} />
    </div>
  );
}
