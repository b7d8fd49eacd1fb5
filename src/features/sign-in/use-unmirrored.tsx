import { useEffect, useRef, type RefObject } from "react";

/**
 * Keeps what is typed into the fields below an element out of the page's markup. React mirrors a controlled input's value into its
 * `value` attribute, and a textarea's into its text, where anything that reads or saves the DOM would find a secret; each time it does,
 * the copy is taken off again, and only the property stays.
 */
export function useUnmirrored(): RefObject<HTMLDivElement | null> {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const clear = () => {
      for (const input of element.querySelectorAll("input[value]")) input.removeAttribute("value");
      for (const area of element.querySelectorAll("textarea")) if (area.textContent !== "") area.textContent = "";
    };
    const observer = new MutationObserver(clear);
    observer.observe(element, { subtree: true, attributes: true, attributeFilter: ["value"], childList: true, characterData: true });
    clear();
    return () => observer.disconnect();
  }, []);
  return place;
}
