const UNITS = ["bytes", "KiB", "MiB", "GiB", "TiB"] as const;

/** A size in binary units, three significant digits: `0 bytes`, `1 byte`, `20 MiB`, `1.46 GiB`. */
export function formatBytes(bytes: number): string {
  if (bytes === 1) return "1 byte";
  const unit = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log(bytes) / Math.log(1024)));
  const value = bytes / 1024 ** unit;
  const digits = unit === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${Number(value.toFixed(digits))} ${UNITS[unit]}`;
}

/** A date and time of the reader's zone, to the second, with the zone: unambiguous in evidence. */
export function formatDateTime(milliseconds: number): string {
  return new Date(milliseconds).toLocaleString("en-GB", {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  });
}

/** A span of time in its two largest units: `under a second`, `52 s`, `3 min 5 s`, `1 h 2 min`, `2 d 3 h`. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 1) return "under a second";
  const days = Math.floor(whole / 86_400);
  const hours = Math.floor((whole % 86_400) / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const parts = [days > 0 ? `${days} d` : "", hours > 0 ? `${hours} h` : "", minutes > 0 ? `${minutes} min` : "", `${whole % 60} s`];
  return parts
    .filter((part) => part !== "" && part !== "0 s")
    .slice(0, 2)
    .join(" ");
}

/** How long ago (or until) a time is: `just now`, `5 min ago`, `in 38 min`. */
export function formatRelative(milliseconds: number, now: number): string {
  const seconds = Math.round((now - milliseconds) / 1000);
  if (Math.abs(seconds) < 10) return "just now";
  const [span = ""] = formatDuration(Math.abs(seconds)).match(/^\d+ \S+/) ?? [];
  return seconds > 0 ? `${span} ago` : `in ${span}`;
}

/** A rate: `12.3 MiB/s`; a dash when nothing moves. */
export function formatRate(bytesPerSecond: number): string {
  return bytesPerSecond >= 1 ? `${formatBytes(bytesPerSecond)}/s` : "–";
}

/** A count with its noun: `1 file`, `1,204 files`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}
