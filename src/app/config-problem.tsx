import { useEffect } from "react";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";

/** All there is when `config.json` cannot be used: what is wrong, for whoever runs this console. */
export function ConfigProblem({ problem }: { readonly problem: string }) {
  useEffect(() => {
    document.title = "Configuration problem · Keyseal";
  }, []);
  return (
    <main>
      <Box padding="xxl">
        <SpaceBetween size="l">
          <Box variant="h1">Keyseal cannot start</Box>
          <Alert type="error" statusIconAriaLabel="Error" header="The configuration of this console cannot be used" action={<Button onClick={() => window.location.reload()}>Reload</Button>}>
            <SpaceBetween size="xs">
              <div>{problem}</div>
              <div>
                It is the file <code>config.json</code> beside this page. Nobody is signed in and nothing was sent to AWS.
              </div>
            </SpaceBetween>
          </Alert>
        </SpaceBetween>
      </Box>
    </main>
  );
}
