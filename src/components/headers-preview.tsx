import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { RawHeader } from "#domain/object.ts";
import { CopyButton } from "./copy-value.tsx";

/** Headers as they stand in a request or an answer, one a line, with a button that copies them. `empty` says what no header means. */
export function HeadersPreview({ headers, label, empty }: { readonly headers: readonly RawHeader[]; readonly label: string; readonly empty: string }) {
  if (headers.length === 0) return <Box color="text-body-secondary">{empty}</Box>;
  return (
    <SpaceBetween size="xs">
      <ul aria-label={label}>
        {headers.map(([name, value]) => (
          <li key={name}>
            <Box variant="code">{`${name}: ${value}`}</Box>
          </li>
        ))}
      </ul>
      <CopyButton value={headers.map(([name, value]) => `${name}: ${value}`).join("\n")} what="headers" />
    </SpaceBetween>
  );
}
