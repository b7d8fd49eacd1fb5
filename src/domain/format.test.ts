import { describe, expect, it } from "vitest";
import { formatBytes, formatDuration, formatRelative, plural } from "./format.ts";

describe("formats", () => {
  it("writes sizes, spans and counts as people read them", () => {
    expect([0, 1, 1023, 1024, 20 * 1024 ** 2, 1.5 * 1024 ** 3].map(formatBytes)).toEqual(["0 bytes", "1 byte", "1023 bytes", "1 KiB", "20 MiB", "1.5 GiB"]);
    expect([0.2, 52, 185, 3720, 86_400 * 2].map(formatDuration)).toEqual(["under a second", "52 s", "3 min 5 s", "1 h 2 min", "2 d"]);
    expect(formatRelative(0, 300_000)).toBe("5 min ago");
    expect(formatRelative(2_280_000, 0)).toBe("in 38 min");
    expect(plural(1, "file")).toBe("1 file");
    expect(plural(1204, "file")).toBe("1,204 files");
  });
});
