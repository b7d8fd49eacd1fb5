import { useCallback, type ReactNode } from "react";
import { useRouter } from "@tanstack/react-router";
import Link, { type LinkProps } from "@cloudscape-design/components/link";

/** What every Cloudscape `onFollow` event carries, as far as following needs it. */
export interface FollowEvent {
  preventDefault(): void;
  readonly detail: { readonly href?: string | undefined; readonly external?: boolean | undefined };
}

/**
 * The one handler for Cloudscape's `onFollow`: goes to a path of this console through the router instead of loading the page anew,
 * which would end the session. Cloudscape does not call it for clicks with a modifier key, so "open in a new tab" stays the browser's.
 */
export function useFollow(): (event: FollowEvent) => void {
  const router = useRouter();
  return useCallback(
    (event) => {
      const { href, external } = event.detail;
      if (href === undefined || external === true || !href.startsWith("/")) return;
      event.preventDefault();
      router.history.push(href);
    },
    [router],
  );
}

/** Goes to a path of this console, as `domain/console-path.ts` builds them. `replace` leaves no step to go back to. */
export function useGo(): (path: string, options?: { readonly replace?: boolean }) => void {
  const router = useRouter();
  return useCallback(
    (path, options) => (options?.replace === true ? router.history.replace(path) : router.history.push(path)),
    [router],
  );
}

/** A link to a path of this console. */
export function ConsoleLink({
  href,
  children,
  ...rest
}: { readonly href: string; readonly children: ReactNode } & Pick<LinkProps, "variant" | "fontSize" | "ariaLabel">) {
  const follow = useFollow();
  return (
    <Link {...rest} href={href} onFollow={follow}>
      {children}
    </Link>
  );
}
