import { useEffect, type ReactNode } from "react";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";

/**
 * A page's frame: its only `h1`, what can be done on it, and the document's title. The shell moves focus to the `h1` after a
 * navigation. `documentTitle` is for titles that carry more than the heading, such as the bucket; it defaults to `title`.
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
  useDocumentTitle(documentTitle);
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={description} actions={actions} info={info} counter={counter}>
          {heading}
        </Header>
      }
    >
      {children}
    </ContentLayout>
  );
}

/** Names the browser tab: the page first, the product after it. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Keyseal`;
  }, [title]);
}
