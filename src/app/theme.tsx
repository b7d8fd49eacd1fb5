import { useEffect } from "react";
import { applyMode, Mode } from "@cloudscape-design/global-styles";
import { usePreferences, type Preferences } from "#session/preferences.ts";

const DARK = "(prefers-color-scheme: dark)";

/** Themes as the menu offers them. */
export const THEMES: readonly { readonly id: Preferences["theme"]; readonly text: string }[] = [
  { id: "system", text: "As the system" },
  { id: "light", text: "Light" },
  { id: "dark", text: "Dark" },
];

/** Keeps the page in the theme that was chosen; "system" follows the computer, also when it changes at dusk. */
export function useTheme(): void {
  const [{ theme }] = usePreferences();
  useEffect(() => {
    const system = window.matchMedia(DARK);
    const apply = () => {
      const dark = theme === "dark" || (theme === "system" && system.matches);
      applyMode(dark ? Mode.Dark : Mode.Light);
      // Form controls and scroll bars that the browser draws itself.
      document.documentElement.style.colorScheme = dark ? "dark" : "light";
    };
    apply();
    system.addEventListener("change", apply);
    return () => system.removeEventListener("change", apply);
  }, [theme]);
}
