const LONG_FORM = new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" });

/** A time inside `responseElements`, as AWS writes it there: `Mar 4, 2026, 5:06:07 AM`. */
export function longTime(milliseconds: number): string {
  // Newer ICU data has a narrow no-break space in front of AM and PM.
  return LONG_FORM.format(milliseconds).replace(/\u202f/g, " ");
}
