import type { RequestHandler } from "#aws/clients.ts";
import type { ConsoleConfig } from "#domain/config.ts";
import type { Session } from "./session.ts";
import type { SignInRequest } from "./sign-in.ts";

/** Who is signed in, if anybody. Lives outside React; one for a page. */
export interface SessionStore {
  readonly config: ConsoleConfig;
  readonly current: () => Session | undefined;
  /** Calls back after every sign-in and sign-out; returns the unsubscriber. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Fetches the program that signs in, the SDK, ahead of time. What fails here is told by `signIn`. */
  prepare(): void;
  /** Replaces the session that is there, once the new one stands. Rejects with `AwsError` and leaves everything as it was. */
  signIn(request: SignInRequest): Promise<Session>;
  /** Ends the session and wipes it: keys, answers, jobs. */
  signOut(): void;
}

/** Makes the store of a page. `requestHandler` replaces the transport, in tests. */
export function createSessionStore(config: ConsoleConfig, { requestHandler }: { readonly requestHandler?: RequestHandler } = {}): SessionStore {
  const listeners = new Set<() => void>();
  let session: Session | undefined;
  const replace = (next: Session | undefined): void => {
    const previous = session;
    session = next;
    for (const listener of listeners) listener();
    previous?.dispose();
  };
  return {
    config,
    current: () => session,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    prepare() {
      void signingIn().catch(() => undefined);
    },
    async signIn(request) {
      const { signIn } = await signingIn();
      const next = await signIn(request, config, requestHandler);
      replace(next);
      return next;
    },
    signOut: () => replace(undefined),
  };
}

/** The SDK is most of the console's program, and nobody needs it to see the sign-in page. */
const signingIn = () => import("./sign-in.ts");
