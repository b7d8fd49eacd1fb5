import { describe, expect, it } from "vitest";
import { recentKeysWith } from "./recent-keys.ts";

const arn = (n: number) => `arn:aws:kms:us-east-1:111122223333:key/00000000-0000-4000-8000-0000000000${String(n).padStart(2, "0")}`;

describe("the keys used last", () => {
  it("come newest first, each once, ten at most", () => {
    const many = Array.from({ length: 12 }, (_, index) => arn(index)).reduce<readonly string[]>(recentKeysWith, []);
    expect(many).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map(arn));
    expect(recentKeysWith(many, arn(5))[0]).toBe(arn(5));
    expect(recentKeysWith(many, arn(5))).toHaveLength(10);
  });

  it("are remembered by ARN only: other names mean other keys elsewhere", () => {
    expect(recentKeysWith([arn(1)], "alias/finance")).toEqual([arn(1)]);
    expect(recentKeysWith([arn(1)], undefined)).toEqual([arn(1)]);
  });
});
