import { useEffect, useState } from "react";

/** A value that follows after it has stood still for a while, so that not every keystroke asks AWS. `milliseconds` must not change. */
export function useSettled<T>(value: T, milliseconds: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}
