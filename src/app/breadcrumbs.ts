import { bucketsPath, inspectorPath, objectsPath, transfersPath, uploadPath } from "#domain/console-path.ts";
import { baseName, parentPrefix, prefixTrail } from "#domain/object.ts";
import { visibleText } from "#components/visible-text.ts";

/** A step of the way to a page. */
export interface Breadcrumb {
  readonly text: string;
  readonly href: string;
}

/** S3 allows `a//b`: the folder between has no name. */
const NAMELESS = "(no name)";

/** The way to a page, by its address. Empty where the console has no such page. */
export function breadcrumbsOf(pathname: string, search: Readonly<Record<string, unknown>>): readonly Breadcrumb[] {
  const [section = "", bucket = "", page = ""] = pathname.split("/").slice(1).map(decode);
  if (section === "upload") return [{ text: "Upload", href: uploadPath() }];
  if (section === "transfers") return [{ text: "Transfers", href: transfersPath() }];
  if (section !== "buckets") return [];
  const buckets = { text: "Buckets", href: bucketsPath() };
  if (bucket === "") return [buckets];
  const top = [buckets, { text: bucket, href: objectsPath(bucket) }];
  if (page === "object") {
    const key = text(search["key"]);
    const versionId = search["versionId"] === undefined ? undefined : text(search["versionId"]);
    return [...top, ...folders(bucket, parentPrefix(key)), { text: label(baseName(key)), href: inspectorPath({ bucket, key, versionId }) }];
  }
  return [...top, ...folders(bucket, text(search["prefix"]))];
}

function folders(bucket: string, prefix: string): readonly Breadcrumb[] {
  return prefixTrail(prefix).map((folder) => ({ text: label(folder.name), href: objectsPath(bucket, folder.prefix) }));
}

function label(name: string): string {
  return name === "" ? NAMELESS : visibleText(name);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
