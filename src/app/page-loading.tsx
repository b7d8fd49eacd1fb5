import Box from "@cloudscape-design/components/box";
import Spinner from "@cloudscape-design/components/spinner";

/** Stands where a page will be, while its program is being fetched. */
export function PageLoading() {
  return (
    <Box padding="xxl" textAlign="center">
      <Spinner size="large" />
      <Box variant="p">Loading the page</Box>
    </Box>
  );
}
