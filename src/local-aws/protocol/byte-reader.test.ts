import fc from "fast-check";
import { expect, test } from "vitest";
import { readBytes } from "./byte-reader.ts";
import { concat, utf8 } from "./bytes.ts";

function cut(bytes: Uint8Array, lengths: readonly number[]): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      let offset = 0;
      for (const length of lengths) {
        controller.enqueue(bytes.slice(offset, offset + length));
        offset += length;
      }
      controller.enqueue(bytes.slice(offset));
      controller.close();
    },
  });
}

test("lines and runs come out the same however the stream is cut, empty chunks included", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(6)), async (lengths) => {
      const reader = readBytes(cut(utf8("5;x=y\r\nhello\r\n\nrest"), lengths));
      expect(await reader.line(100)).toBe("5;x=y");
      const data: Uint8Array[] = [];
      for (let left = 5; left > 0; ) {
        const run = await reader.some(left);
        expect(run?.length).toBeGreaterThan(0);
        left -= run?.length ?? left;
        data.push(run ?? new Uint8Array(0));
      }
      expect(concat(data)).toEqual(utf8("hello"));
      expect(await reader.line(2)).toBe("");
      expect(await reader.line(2)).toBe("");
      expect(await reader.line(100)).toBeUndefined();
      expect(await reader.some(1)).toBeUndefined();
    }),
  );
});

test("a line longer than its limit is none", async () => {
  expect(await readBytes(cut(utf8("12345\n"), [3])).line(4)).toBeUndefined();
  expect(await readBytes(cut(utf8("12345\n"), [3])).line(5)).toBe("12345");
});
