import { useEffect, useState } from "react";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import type { DemoPrincipal } from "#domain/config.ts";
import type { CredentialSource, PlainCredentials } from "#domain/credentials.ts";
import { explainFailure } from "#domain/failure-explanation.ts";
import { failureOf, type AwsFailure } from "#domain/failure.ts";
import { useGo } from "#components/console-link.tsx";
import { FailureAlert } from "#components/failure-alert.tsx";
import { PageFrame } from "#components/page-frame.tsx";
import { useConsoleConfig, useSessionStore } from "#session/session-context.tsx";
import { CredentialFields } from "./credential-fields.tsx";
import { CredentialPaste, type Pasted } from "./credential-paste.tsx";
import { DemoSignIn } from "./demo-sign-in.tsx";
import { EndpointFields } from "./endpoint-fields.tsx";
import { RegionField } from "./region-field.tsx";
import { emptySignInDraft, failurePlace, parseSignInCredentials, parseSignInTarget, type SignInDraft, type SignInProblems, type SignInTarget } from "./sign-in-form.ts";

/** `busy` while the credentials are being checked, under the name of the demo principal or `"form"`. */
const FORM = "form";

/**
 * Sign-in: by a demo principal where the configuration names any, or by pasted credentials. Goes on to `next`, which the router has
 * checked to be a path of this console.
 */
export function SignInPage({ next }: { readonly next: string }) {
  const config = useConsoleConfig();
  const store = useSessionStore();
  const go = useGo();
  const [draft, setDraft] = useState(() => emptySignInDraft(config));
  const [way, setWay] = useState<"fields" | "paste">("fields");
  const [pasted, setPasted] = useState<Pasted>();
  const [problems, setProblems] = useState<SignInProblems>({});
  const [pasteProblem, setPasteProblem] = useState<string>();
  const [refusal, setRefusal] = useState<{ readonly of: string; readonly failure: AwsFailure }>();
  const [busy, setBusy] = useState<string>();
  // While credentials are being found, the program that uses them comes
  useEffect(() => store.prepare(), [store]);

  const change = (part: Partial<SignInDraft>) => {
    setDraft((before) => ({ ...before, ...part }));
    // A message stays until its own field is edited.
    setProblems((before) => Object.fromEntries(Object.entries(before).filter(([field]) => !(field in part))));
  };

  const enter = async (name: string, credentials: PlainCredentials, target: SignInTarget, source: CredentialSource) => {
    setBusy(name);
    setRefusal(undefined);
    setProblems({});
    try {
      await store.signIn({ credentials, ...target, source });
      go(next, { replace: true });
    } catch (error) {
      const refused = failureOf(error);
      const place = failurePlace(refused);
      const { title, why } = explainFailure(refused);
      if (name !== FORM || way === "paste" || place === "form") setRefusal({ of: name, failure: refused });
      else setProblems({ [place]: `${title}. ${why}` });
      setBusy(undefined);
    }
  };

  const submit = () => {
    setRefusal(undefined);
    const target = parseSignInTarget(draft);
    const typed = way === "fields" ? parseSignInCredentials(draft) : undefined;
    const chosen = pasted?.candidates[pasted.chosen]?.credentials;
    setPasteProblem(way === "paste" && chosen === undefined ? "Paste your credentials first." : undefined);
    setProblems({ ...(target.ok ? {} : target.problems), ...(typed === undefined || typed.ok ? {} : typed.problems) });
    const credentials = typed === undefined ? chosen : typed.ok ? typed.credentials : undefined;
    if (target.ok && credentials !== undefined) void enter(FORM, credentials, target.target, "pasted");
  };

  const signInDemo = ({ name, accessKeyId, secretAccessKey }: DemoPrincipal) => {
    // The demo's keys are known to the configured stand-in only, whatever was typed under "Endpoints".
    void enter(name, { accessKeyId, secretAccessKey }, { region: config.region, endpoints: config.endpoints }, "demo");
  };

  return (
    <PageFrame title="Sign in" description="Requests to AWS are signed here, in your browser. Your secret access key is sealed on arrival and never stored.">
      <SpaceBetween size="l">
        {config.demoPrincipals.length === 0 ? null : <DemoSignIn principals={config.demoPrincipals} busy={busy} onSignIn={signInDemo} />}
        {refusal === undefined || refusal.of === FORM ? null : <FailureAlert failure={refusal.failure} header="You are not signed in" />}
        <form
          // Problems are shown at their fields, in our words and not the browser's.
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Form
            actions={
              <Button variant="primary" formAction="submit" loading={busy === FORM} loadingText="Checking the credentials with AWS" disabled={busy !== undefined && busy !== FORM}>
                Sign in
              </Button>
            }
          >
            <Container header={<Header variant="h2">Paste credentials</Header>}>
              <SpaceBetween size="l">
                <Tabs
                  ariaLabel="How to give the credentials"
                  activeTabId={way}
                  onChange={({ detail }) => setWay(detail.activeTabId === "paste" ? "paste" : "fields")}
                  tabs={[
                    { id: "fields", label: "Three fields", content: <CredentialFields draft={draft} problems={problems} onChange={change} /> },
                    { id: "paste", label: "Any form", content: <CredentialPaste pasted={pasted} problem={pasteProblem} onChange={setPasted} /> },
                  ]}
                />
                <RegionField region={draft.region} problem={problems.region} onChange={(region) => change({ region })} />
                <EndpointFields draft={draft} problems={problems} onChange={change} />
              </SpaceBetween>
            </Container>
            {refusal?.of === FORM ? (
              <Box margin={{ top: "l" }}>
                <FailureAlert failure={refusal.failure} header="You are not signed in" />
              </Box>
            ) : null}
          </Form>
        </form>
      </SpaceBetween>
    </PageFrame>
  );
}
