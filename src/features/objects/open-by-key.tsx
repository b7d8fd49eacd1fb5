import { useState } from "react";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { inspectorPath } from "#domain/console-path.ts";
import { keyProblem } from "#domain/object.ts";
import { useGo } from "#components/console-link.tsx";

/** A way on for those who may read objects but not list them: the key by hand. */
export function OpenByKey({ bucket, prefix }: { readonly bucket: string; readonly prefix: string }) {
  const go = useGo();
  const [key, setKey] = useState(prefix);
  const [problem, setProblem] = useState<string>();
  return (
    <Container header={<Header variant="h2">Open an object by its key</Header>}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const wrong = keyProblem(key);
          setProblem(wrong);
          if (wrong === undefined) go(inspectorPath({ bucket, key }));
        }}
      >
        <SpaceBetween size="m">
          <FormField label="Object key" constraintText="The whole key, with its folders. Reading an object needs s3:GetObject only." errorText={problem} stretch>
            <Input value={key} disableBrowserAutocorrect spellcheck={false} onChange={({ detail }) => setKey(detail.value)} />
          </FormField>
          <Button formAction="submit">Open</Button>
        </SpaceBetween>
      </form>
    </Container>
  );
}
