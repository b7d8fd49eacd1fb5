/** What a write changed, in AWS's terms: the only input of `queries/staleness.ts`. */
export type ResourceChange =
  | { readonly kind: "object-written"; readonly bucket: string; readonly key: string }
  | { readonly kind: "object-deleted"; readonly bucket: string; readonly key: string }
  | { readonly kind: "saved-buckets-changed" };
