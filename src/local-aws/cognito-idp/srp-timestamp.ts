const WEEK_DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const FORM = /^([A-Z][a-z]{2}) ([A-Z][a-z]{2}) (\d{1,2}) (\d{2}):(\d{2}):(\d{2}) UTC (\d{4})$/;

/** A time as SRP's TIMESTAMP writes it: `EEE MMM d HH:mm:ss UTC yyyy`, in English, the day without a leading zero (aws-facts 4.3). */
export function srpTimestamp(time: number): string {
  const date = new Date(time);
  const timeOfDay = date.toISOString().slice(11, 19);
  return `${WEEK_DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()} ${timeOfDay} UTC ${date.getUTCFullYear()}`;
}

/** Whether a text has the form of a TIMESTAMP at all; what it says may still be wrong. */
export function isTimestamp(text: string): boolean {
  const [, weekDay = "", month = ""] = FORM.exec(text) ?? [];
  return WEEK_DAYS.includes(weekDay) && MONTHS.includes(month);
}

/**
 * Whether a TIMESTAMP is written as `srpTimestamp` writes that time (a wrong weekday or `Sep 05` is not), and is no further from `now`
 * than `maxSkew` milliseconds.
 */
export function isCurrentTimestamp(text: string, now: number, maxSkew: number): boolean {
  const [, , month = "", day, hours, minutes, seconds, year] = FORM.exec(text) ?? [];
  const time = Date.UTC(Number(year), MONTHS.indexOf(month), Number(day), Number(hours), Number(minutes), Number(seconds));
  return !Number.isNaN(time) && srpTimestamp(time) === text && Math.abs(time - now) <= maxSkew;
}
