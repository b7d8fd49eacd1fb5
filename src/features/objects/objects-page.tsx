import { baseName } from "#domain/object.ts";
import { PageFrame } from "#components/page-frame.tsx";
import { ResourceName } from "#components/resource-name.tsx";
import { visibleText } from "#components/visible-text.ts";
import { ObjectList } from "./object-list.tsx";

/** The objects of a bucket below a prefix. What was filtered, selected and paged belongs to one folder, so each begins anew. */
export function ObjectsPage({ bucket, prefix, versions }: { readonly bucket: string; readonly prefix: string; readonly versions: boolean }) {
  const name = prefix === "" ? bucket : baseName(prefix);
  return (
    <PageFrame title={visibleText(name)} heading={<ResourceName name={name} />} documentTitle={`${visibleText(name)} · Objects${prefix === "" ? "" : ` · ${bucket}`}`}>
      <ObjectList key={`${bucket}/${prefix}`} bucket={bucket} prefix={prefix} versions={versions} />
    </PageFrame>
  );
}
