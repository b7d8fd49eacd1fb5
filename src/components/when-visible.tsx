import { useEffect, useRef, useState, type ReactNode } from "react";
import Skeleton from "@cloudscape-design/components/skeleton";

/** Rows that fly past during a fast scroll ask nothing: only what stays in sight this long does. */
const DWELL_MILLISECONDS = 120;

/**
 * Puts its children on the page only once their place was in sight for a moment; until then a placeholder. Queries inside thus run
 * for visible rows only. What was seen stays.
 */
export function WhenVisible({ children }: { readonly children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (seen || element === null) return;
    let dwell: ReturnType<typeof setTimeout> | undefined;
    const observer = new IntersectionObserver(([entry]) => {
      clearTimeout(dwell);
      if (entry?.isIntersecting === true) dwell = setTimeout(() => setSeen(true), DWELL_MILLISECONDS);
    });
    observer.observe(element);
    return () => {
      clearTimeout(dwell);
      observer.disconnect();
    };
  }, [seen]);
  return <div ref={place}>{seen ? children : <Skeleton width="70%" />}</div>;
}
