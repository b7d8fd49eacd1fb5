import "@cloudscape-design/global-styles/index.css";
import "./app.css";
import { StrictMode, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { CatchBoundary, RouterProvider } from "@tanstack/react-router";
import { I18nProvider } from "@cloudscape-design/components/i18n";
import messages from "@cloudscape-design/components/i18n/messages/all.en";
import { SessionStoreProvider } from "#session/session-context.tsx";
import { createSessionStore } from "#session/session-store.ts";
import { ConfigProblem } from "./config-problem.tsx";
import { FailedConsole } from "./failed-page.tsx";
import { loadConfig, type ConfigLoad } from "./load-config.ts";
import { createConsoleRouter } from "./router.tsx";
import { useTheme } from "./theme.tsx";

/** Starts the console: configuration first, since everything else depends on where AWS is. */
async function start(): Promise<void> {
  const root = document.getElementById("root");
  if (root === null) throw new Error("The page has no place for the console");
  const content = consoleFor(await loadConfig());
  createRoot(root).render(
    <StrictMode>
      <I18nProvider locale="en" messages={[messages]}>
        <Themed>
          <CatchBoundary getResetKey={() => "console"} errorComponent={FailedConsole}>
            {content}
          </CatchBoundary>
        </Themed>
      </I18nProvider>
    </StrictMode>,
  );
}

function consoleFor(loaded: ConfigLoad) {
  if (!loaded.ok) return <ConfigProblem problem={loaded.problem} />;
  const store = createSessionStore(loaded.config);
  return (
    <SessionStoreProvider store={store}>
      <RouterProvider router={createConsoleRouter(store)} />
    </SessionStoreProvider>
  );
}

function Themed({ children }: { readonly children: ReactNode }) {
  useTheme();
  return children;
}

void start();
