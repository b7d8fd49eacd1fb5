import { useSyncExternalStore } from "react";
import { parsePreferences, type Preferences } from "#domain/preferences.ts";

export type { Preferences };

const STORAGE_KEY = "keyseal.preferences";

/** Outside React and of any session: preferences belong to the computer. */
const listeners = new Set<() => void>();
let current: Preferences | undefined;

function snapshot(): Preferences {
  current ??= parsePreferences(readStorage());
  return current;
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener("storage", onStorage);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener("storage", onStorage);
  };
}

/** Another tab wrote. */
function onStorage(event: StorageEvent): void {
  if (event.key === STORAGE_KEY || event.key === null) publish(undefined);
}

function publish(preferences: Preferences | undefined): void {
  current = preferences;
  for (const listener of listeners) listener();
}

/** Merges a change into what is remembered. Where the browser refuses storage, it holds until the page is closed. */
export function changePreferences(change: Partial<Preferences>): void {
  const next = { ...snapshot(), ...change };
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(next));
  } catch {
    // Storage is full or forbidden: nothing worth stopping anybody for
  }
  publish(next);
}

function readStorage(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

/** The preferences of this computer and the way to change them. */
export function usePreferences(): [Preferences, (change: Partial<Preferences>) => void] {
  return [useSyncExternalStore(subscribe, snapshot), changePreferences];
}
