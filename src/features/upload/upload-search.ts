/** Destination that a link to the upload page names. Anything that is not text is taken for absent. */
export function uploadDestination(search: Readonly<Record<string, unknown>>): { readonly bucket?: string; readonly prefix?: string } {
  const { bucket, prefix } = search;
  return { ...(typeof bucket === "string" ? { bucket } : {}), ...(typeof prefix === "string" ? { prefix } : {}) };
}
