import type { UploadJob } from "#domain/job.ts";

/** Choices of the filter over the table. */
export const JOB_FILTERS = [
  { value: "all", label: "All transfers" },
  { value: "active", label: "In progress" },
  { value: "attention", label: "Failed, not as asked or not verified" },
  { value: "done", label: "Sealed as asked" },
  { value: "cancelled", label: "Cancelled" },
] as const;

/** One of them. */
export type JobFilter = (typeof JOB_FILTERS)[number]["value"];

/** A select's value as a filter; anything else shows all. */
export function jobFilterOf(value: string | undefined): JobFilter {
  return JOB_FILTERS.find((filter) => filter.value === value)?.value ?? "all";
}

/** Jobs that pass the filter and whose object's key holds the text, letter case apart. The same array when nothing is filtered. */
export function filterJobs(jobs: readonly UploadJob[], filter: JobFilter, text: string): readonly UploadJob[] {
  const needle = text.trim().toLowerCase();
  if (filter === "all" && needle === "") return jobs;
  return jobs.filter((job) => passes(job, filter) && (needle === "" || job.request.ref.key.toLowerCase().includes(needle)));
}

function passes({ state }: UploadJob, filter: JobFilter): boolean {
  switch (filter) {
    case "all":
      return true;
    case "active":
      return state.kind === "queued" || state.kind === "running" || (state.kind === "paused" && state.reason !== "credentials-expired");
    case "attention":
      return state.kind === "failed" || (state.kind === "paused" && state.reason === "credentials-expired") || (state.kind === "done" && state.verdict.kind !== "sealed-as-asked");
    case "done":
      return state.kind === "done" && state.verdict.kind === "sealed-as-asked";
    case "cancelled":
      return state.kind === "cancelled";
  }
}
