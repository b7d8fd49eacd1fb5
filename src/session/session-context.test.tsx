// @vitest-environment happy-dom
import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { defaultConsoleConfig } from "#domain/config.ts";
import { SessionStoreProvider, useConsoleConfig, useOptionalSession, useSession } from "./session-context.tsx";
import type { Session } from "./session.ts";
import type { SessionStore } from "./session-store.ts";
import { changePreferences, usePreferences } from "./preferences.ts";

afterEach(cleanup);

/** A store whose session is set by hand: signing in is tested where it happens. */
function storeOf(initial: Session | undefined): SessionStore & { set(session: Session | undefined): void } {
  let session = initial;
  const listeners = new Set<() => void>();
  return {
    config: defaultConsoleConfig,
    current: () => session,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    prepare: () => undefined,
    signIn: () => Promise.reject(new Error("not used")),
    signOut: () => undefined,
    set(next) {
      session = next;
      for (const listener of listeners) listener();
    },
  };
}

function Who() {
  const session = useOptionalSession();
  const { region } = useConsoleConfig();
  return <p>{session === undefined ? `nobody in ${region}` : <Signed />}</p>;
}
function Signed() {
  return <span>{useSession().region}</span>;
}

describe("SessionStoreProvider", () => {
  it("follows the store", () => {
    const store = storeOf(undefined);
    render(
      <SessionStoreProvider store={store}>
        <Who />
      </SessionStoreProvider>,
    );
    expect(screen.getByText("nobody in us-east-1")).toBeDefined();
    act(() => store.set({ region: "eu-west-1" } as Session));
    expect(screen.getByText("eu-west-1")).toBeDefined();
    act(() => store.set(undefined));
    expect(screen.getByText("nobody in us-east-1")).toBeDefined();
  });

  it("refuses a session's hooks while nobody is signed in", () => {
    const quiet = console.error;
    console.error = () => undefined;
    expect(() =>
      render(
        <SessionStoreProvider store={storeOf(undefined)}>
          <Signed />
        </SessionStoreProvider>,
      ),
    ).toThrow("nobody is signed in");
    console.error = quiet;
  });
});

describe("preferences", () => {
  function Theme() {
    const [{ theme, savedBuckets }] = usePreferences();
    return <p>{`${theme} ${savedBuckets.length}`}</p>;
  }

  it("merge a change, show it and keep it on this computer", () => {
    render(<Theme />);
    expect(screen.getByText("system 0")).toBeDefined();
    act(() => changePreferences({ savedBuckets: [{ name: "b" }] }));
    act(() => changePreferences({ theme: "dark" }));
    expect(screen.getByText("dark 1")).toBeDefined();
    expect(JSON.parse(localStorage.getItem("keyseal.preferences") ?? "")).toMatchObject({ theme: "dark", savedBuckets: [{ name: "b" }] });
  });

  it("take over what another tab wrote", () => {
    render(<Theme />);
    localStorage.setItem("keyseal.preferences", '{"theme":"light"}');
    act(() => void window.dispatchEvent(new StorageEvent("storage", { key: "keyseal.preferences" })));
    expect(screen.getByText("light 0")).toBeDefined();
  });
});
