import Box from "@cloudscape-design/components/box";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { contextHeaderBytes, contextToHeader, CONTEXT_HEADER_LIMIT_BYTES, hasPairs, type EncryptionContext } from "#domain/encryption-context.ts";
import { CopyValue } from "./copy-value.tsx";

/** The context as S3 gets it: base64 of its JSON, and how much of the request's header budget that takes. Nothing for no pairs. */
export function ContextSize({ context }: { readonly context: EncryptionContext }) {
  if (!hasPairs(context)) return null;
  const header = contextToHeader(context);
  const bytes = contextHeaderBytes(context);
  return (
    <ExpandableSection variant="inline" headerText={`As sent: ${bytes.toLocaleString("en-US")} bytes of header`}>
      <SpaceBetween size="s">
        <CopyValue value={header} what="base64 value" display={<Box variant="code">{header}</Box>} />
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
