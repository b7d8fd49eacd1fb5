import { useNotify } from "./notifications.tsx";

/** Copies text from a menu, where no button with its own message stands. `what` names it: "S3 URI copied". */
export function useCopy(): (text: string, what: string) => void {
  const notify = useNotify();
  return (text, what) => {
    navigator.clipboard.writeText(text).then(
      () => notify({ type: "success", header: `${what} copied` }),
      () => notify({ type: "error", header: "The browser did not allow copying", content: text }),
    );
  };
}
