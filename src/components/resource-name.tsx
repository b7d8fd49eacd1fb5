import { Fragment } from "react";
import Box from "@cloudscape-design/components/box";
import { visibleSegments } from "./visible-text.ts";

/**
 * A name given by somebody else (an object key, a folder, a metadata value), shown so that nothing in it goes unseen: controls and
 * outer spaces as signs, spaces kept, long names broken anywhere, and its direction kept to itself.
 */
export function ResourceName({ name }: { readonly name: string }) {
  return (
    <bdi style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
      {visibleSegments(name).map(({ text, stands }, index) =>
        stands === undefined ? (
          // The segments of one name never reorder, so their place is their identity.
          <Fragment key={index}>{text}</Fragment>
        ) : (
          <Box key={index} variant="span" color="text-status-warning" fontWeight="bold" nativeAttributes={{ title: `Character ${stands}` }}>
            {text}
          </Box>
        ),
      )}
    </bdi>
  );
}
