import type { UploadJob } from "#domain/job.ts";

/** The few jobs a small place should show: what moves, then what needs a person, then what waits, then what is well. */
export function worthShowing(jobs: readonly UploadJob[], most: number): readonly UploadJob[] {
  const ranks: UploadJob[][] = [[], [], [], []];
  for (const job of jobs) {
    const rank = ranks[rankOf(job)];
    if (rank !== undefined && rank.length < most) rank.push(job);
    if (ranks[0]?.length === most) break;
  }
  return ranks.flat().slice(0, most);
}

function rankOf({ state }: UploadJob): number {
  switch (state.kind) {
    case "running":
      return 0;
    case "failed":
    case "paused":
      return 1;
    case "queued":
      return 2;
    case "done":
      return state.verdict.kind === "not-as-asked" ? 1 : 3;
    case "cancelled":
      return 3;
  }
}
