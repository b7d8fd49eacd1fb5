import { useEffect, useRef, type ReactNode } from "react";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";

/** The page that the address led to keeps the browser's own focus; every later one takes it. */
let arrived = false;

/**
 * A page's frame: its only `h1`, what can be done on it, and the document's title. The `h1` takes the focus whenever the title
 * changes, which is after each navigation, so that reading and tabbing go on from there. `documentTitle` is for titles that carry more
 * than the heading, such as the bucket; it defaults to `title`.
 */
export function PageFrame({
  title,
  documentTitle = title,
  heading = title,
  description,
  actions,
  info,
  counter,
  children,
}: {
  readonly title: string;
  readonly documentTitle?: string;
  /** What the `h1` shows, where it is more than plain text. */
  readonly heading?: ReactNode;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  readonly info?: ReactNode;
  readonly counter?: string;
  readonly children: ReactNode;
}) {
  const frame = useRef<HTMLDivElement>(null);
  useDocumentTitle(documentTitle);
  useEffect(() => {
    const h1 = frame.current?.querySelector("h1") ?? undefined;
    if (arrived && h1 !== undefined) {
      h1.tabIndex = -1;
      h1.focus();
    }
    arrived = true;
  }, [documentTitle]);
  return (
    <div ref={frame}>
      <ContentLayout
        header={
          <Header variant="h1" description={description} actions={actions} info={info} counter={counter}>
            {heading}
          </Header>
        }
      >
        {children}
      </ContentLayout>
    </div>
  );
}

/** Names the browser tab: the page first, the product after it. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Keyseal`;
  }, [title]);
}
