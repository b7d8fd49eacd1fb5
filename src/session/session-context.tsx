import { createContext, useContext, useState, useSyncExternalStore, type ReactNode } from "react";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ConsoleConfig } from "#domain/config.ts";
import type { UploadJob } from "#domain/job.ts";
import type { Session } from "./session.ts";
import type { SessionStore } from "./session-store.ts";

const StoreContext = createContext<SessionStore | undefined>(undefined);
const SessionContext = createContext<Session | undefined>(undefined);

/** Hands the session, and the QueryClient that goes with it, to everything below. */
export function SessionStoreProvider({ store, children }: { readonly store: SessionStore; readonly children: ReactNode }) {
  const session = useSyncExternalStore(store.subscribe, store.current);
  // Signed out, queries have nobody to ask; but the tree below must not be torn down by a sign-in
  const [nobody] = useState(() => new QueryClient());
  return (
    <StoreContext value={store}>
      <SessionContext value={session}>
        <QueryClientProvider client={session?.queryClient ?? nobody}>{children}</QueryClientProvider>
      </SessionContext>
    </StoreContext>
  );
}

/** The store, for signing in and out. */
export function useSessionStore(): SessionStore {
  const store = useContext(StoreContext);
  if (store === undefined) throw new Error("useSessionStore needs a SessionStoreProvider above it");
  return store;
}

/** The session, or undefined when nobody is signed in. */
export function useOptionalSession(): Session | undefined {
  return useContext(SessionContext);
}

/** The session. Only for what is shown to people who are signed in: throws otherwise. */
export function useSession(): Session {
  const session = useOptionalSession();
  if (session === undefined) throw new Error("useSession was called while nobody is signed in");
  return session;
}

/** `config.json` as it was loaded: signed in or not. */
export function useConsoleConfig(): ConsoleConfig {
  return useSessionStore().config;
}

/** The uploads of the session, newest batch first; the component follows them. */
export function useUploadJobs(): readonly UploadJob[] {
  const { uploads } = useSession();
  return useSyncExternalStore(uploads.subscribe, uploads.snapshot);
}
