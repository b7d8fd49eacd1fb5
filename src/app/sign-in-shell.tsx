import { lazy, Suspense, useState, type ReactNode } from "react";
import AppLayout from "@cloudscape-design/components/app-layout";
import { PageLoading } from "./page-loading.tsx";
import { Content } from "./shell.tsx";
import { TopBar } from "./top-bar.tsx";

const SignInHelp = lazy(async () => ({ default: (await import("#features/sign-in/sign-in-help.tsx")).SignInHelp }));

/** What is around the sign-in page: no navigation, since there is nowhere to go yet. */
export function SignInShell({ children }: { readonly children: ReactNode }) {
  const [helpOpen, setHelpOpen] = useState(false);
  return (
    <>
      <TopBar utilities={[]} />
      <AppLayout
        headerSelector="#top-navigation"
        navigationHide
        contentType="form"
        toolsOpen={helpOpen}
        onToolsChange={({ detail }) => setHelpOpen(detail.open)}
        ariaLabels={{ tools: "Help", toolsToggle: "Open help", toolsClose: "Close help", notifications: "Notifications" }}
        tools={
          <Suspense fallback={<PageLoading />}>
            <SignInHelp />
          </Suspense>
        }
        content={
          <Content>
            <div className="sign-in-content">{children}</div>
          </Content>
        }
      />
    </>
  );
}
