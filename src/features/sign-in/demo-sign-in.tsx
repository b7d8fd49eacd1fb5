import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Box from "@cloudscape-design/components/box";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import type { DemoPrincipal } from "#domain/config.ts";

/** One click for each principal of the local AWS, whose keys are public by design. */
export function DemoSignIn({
  principals,
  busy,
  onSignIn,
}: {
  readonly principals: readonly DemoPrincipal[];
  /** The principal that is being signed in, or another's name while the form signs in. */
  readonly busy: string | undefined;
  readonly onSignIn: (principal: DemoPrincipal) => void;
}) {
  return (
    <Container header={<Header variant="h2" description="This console is set up with a local stand-in for AWS. Its demo principals need no credentials of yours.">Local</Header>}>
      <ColumnLayout columns={principals.length > 1 ? 3 : 1} minColumnWidth={170}>
        {principals.map((principal) => (
          <SpaceBetween key={principal.name} size="xs">
            <Button
              fullWidth
              loading={busy === principal.name}
              loadingText={`Signing in as ${principal.name}`}
              disabled={busy !== undefined && busy !== principal.name}
              onClick={() => onSignIn(principal)}
            >
              {`Sign in as ${principal.name}`}
            </Button>
            <Box color="text-body-secondary" fontSize="body-s">
              {principal.description}
            </Box>
          </SpaceBetween>
        ))}
      </ColumnLayout>
    </Container>
  );
}
