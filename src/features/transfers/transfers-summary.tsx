import LiveRegion from "@cloudscape-design/components/live-region";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import type { BatchTotals } from "#domain/job.ts";
import { totalPercent, totalProgressText, totalsText } from "./job-words.ts";

/** All transfers as one bar. Endings are announced; the moving numbers are not, they would never let a screen reader finish. */
export function TransfersSummary({ totals }: { readonly totals: BatchTotals }) {
  return (
    <div>
      <ProgressBar variant="standalone" label="All transfers" value={totalPercent(totals)} description={totalsText(totals)} additionalInfo={totalProgressText(totals)} />
      <LiveRegion hidden>{`Transfers: ${totalsText(totals)}`}</LiveRegion>
    </div>
  );
}
