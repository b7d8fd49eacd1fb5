import Box from "@cloudscape-design/components/box";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { contextHeaderBytes, contextToHeader, CONTEXT_HEADER_LIMIT_BYTES, hasPairs, type EncryptionContext } from "#domain/encryption-context.ts";

/** The context as S3 gets it: base64 of its JSON, and how much of the request's header budget that takes. Nothing for no pairs. */
export function ContextSize({ context }: { readonly context: EncryptionContext }) {
  if (!hasPairs(context)) return null;
  const header = contextToHeader(context);
  const bytes = contextHeaderBytes(context);
  return (
    <ExpandableSection variant="inline" headerText={`As sent: ${bytes.toLocaleString("en-US")} bytes of header`}>
      <SpaceBetween size="s">
        <CopyToClipboard
          variant="inline"
          textToCopy={header}
          textToDisplay={<Box variant="code">{header}</Box>}
          copyButtonAriaLabel="Copy the base64 value"
          copySuccessText="Base64 value copied"
          copyErrorText="The browser did not allow copying"
          wrapText
        />
        <ProgressBar
          variant="key-value"
          ariaLabel="Share of the header budget"
          value={(bytes / CONTEXT_HEADER_LIMIT_BYTES) * 100}
          additionalInfo={`S3 takes 8 KB of headers per request; about ${CONTEXT_HEADER_LIMIT_BYTES.toLocaleString("en-US")} bytes are left for this one. Base64 is no protection.`}
        />
      </SpaceBetween>
    </ExpandableSection>
  );
}
