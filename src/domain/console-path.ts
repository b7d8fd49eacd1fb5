import type { ObjectRef } from "./object.ts";

/**
 * Paths of the console. Object keys ride in `?key=`, never in the path: URL parsing folds `..` and `%2e%2e` there.
 */
export function signInPath(next?: string): string {
  return `/sign-in${query({ next })}`;
}

/** The list of buckets. */
export function bucketsPath(): string {
  return "/buckets";
}

/** A bucket's objects below a prefix. */
export function objectsPath(bucket: string, prefix = "", options: { readonly versions?: boolean } = {}): string {
  return `/buckets/${encodeURIComponent(bucket)}/objects${query({ prefix: prefix === "" ? undefined : prefix, versions: options.versions === true ? "true" : undefined })}`;
}

/** The inspector of an object or of one of its versions. */
export function inspectorPath(ref: ObjectRef): string {
  return `/buckets/${encodeURIComponent(ref.bucket)}/object${query({ key: ref.key, versionId: ref.versionId })}`;
}

/** The upload page, with its destination filled in where it is given. */
export function uploadPath(destination: { readonly bucket?: string | undefined; readonly prefix?: string | undefined } = {}): string {
  return `/upload${query({ bucket: destination.bucket, prefix: destination.prefix === "" ? undefined : destination.prefix })}`;
}

/** The list of transfers. */
export function transfersPath(): string {
  return "/transfers";
}

/**
 * The path to go on to after sign-in, or the list of buckets when it is not one of ours: only a path of this console is taken, so
 * that no link can send a signed-in person elsewhere.
 */
export function safeNextPath(next: string | undefined): string {
  if (next === undefined || !/^\/(?![/\\])/.test(next) || next.startsWith("/sign-in")) return bucketsPath();
  try {
    const url = new URL(next, "https://console.invalid");
    return url.origin === "https://console.invalid" ? `${url.pathname}${url.search}` : bucketsPath();
  } catch {
    return bucketsPath();
  }
}

function query(parameters: Readonly<Record<string, string | undefined>>): string {
  const pairs = Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]));
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}
