import type { ReactNode } from "react";
import TopNavigation, { type TopNavigationProps } from "@cloudscape-design/components/top-navigation";
import { bucketsPath } from "#domain/console-path.ts";
import { useFollow } from "#components/console-link.tsx";
import { usePreferences } from "#session/preferences.ts";
import { THEMES } from "./theme.tsx";

/** The bar over every page: the product, what the page adds, and the theme. `children` are dialogs its menus open. */
export function TopBar({ utilities, children }: { readonly utilities: readonly TopNavigationProps.Utility[]; readonly children?: ReactNode }) {
  const follow = useFollow();
  const [{ theme }, change] = usePreferences();
  const themeMenu: TopNavigationProps.MenuDropdownUtility = {
    type: "menu-dropdown",
    iconName: "settings",
    ariaLabel: "Theme",
    title: "Theme",
    items: THEMES.map(({ id, text }) => ({ id, text, itemType: "checkbox" as const, checked: id === theme })),
    onItemClick: ({ detail }) => {
      const chosen = THEMES.find(({ id }) => id === detail.id);
      if (chosen !== undefined) change({ theme: chosen.id });
    },
  };
  const [first, ...rest] = utilities;
  return (
    <>
      <a
        className="skip-link"
        href="#content"
        onClick={(event) => {
          // The address belongs to the router: only the focus moves.
          event.preventDefault();
          document.getElementById("content")?.focus();
        }}
      >
        Skip to content
      </a>
      <div id="top-navigation">
        <TopNavigation
          identity={{ href: bucketsPath(), title: "Keyseal", logo: { src: "/icon.svg", alt: "Keyseal logo" }, onFollow: (event) => follow({ preventDefault: () => event.preventDefault(), detail: { href: bucketsPath() } }) }}
          utilities={[...(first === undefined ? [] : [first]), themeMenu, ...rest]}
          i18nStrings={{ overflowMenuTriggerText: "More", overflowMenuTitleText: "All", overflowMenuBackIconAriaLabel: "Back", overflowMenuDismissIconAriaLabel: "Close menu" }}
        />
      </div>
      {children}
    </>
  );
}
