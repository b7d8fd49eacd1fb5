import type { ReactNode } from "react";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";

/** Said when the browser refuses the clipboard, which it does on pages without focus or permission. */
const COPY_REFUSED = "The browser did not allow copying";

/**
 * A value with a button that copies it whole. `what` names it for people who do not see it: "Copy key ARN", "Key ARN copied".
 * `display` is shown instead of the value, where the value is too long to read.
 */
export function CopyValue({ value, what, display }: { readonly value: string; readonly what: string; readonly display?: ReactNode }) {
  return (
    <CopyToClipboard
      variant="inline"
      copyButtonAriaLabel={`Copy ${what}`}
      copySuccessText={`${capital(what)} copied`}
      copyErrorText={COPY_REFUSED}
      textToCopy={value}
      textToDisplay={display}
    />
  );
}

/** A button that copies a value which the page does not show as such. */
export function CopyButton({ value, what }: { readonly value: string; readonly what: string }) {
  return (
    <CopyToClipboard variant="button" copyButtonText={`Copy ${what}`} copySuccessText={`${capital(what)} copied`} copyErrorText={COPY_REFUSED} textToCopy={value} />
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
