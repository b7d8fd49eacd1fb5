import {
  CreateKeyCommand,
  DescribeKeyCommand,
  ListResourceTagsCommand,
  paginateListResourceTags,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateKeyDescriptionCommand,
} from "@aws-sdk/client-kms";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { refusal } from "./refusal.ts";
import { startWorld } from "./world.ts";
import type { World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

let KeyId: string;
beforeEach(async () => {
  const { KeyMetadata } = await world.kms().send(new CreateKeyCommand({ Description: "first", Tags: [{ TagKey: "a", TagValue: "1" }] }));
  KeyId = KeyMetadata?.KeyId ?? "";
});

const tag = (...Tags: readonly (readonly [string, string])[]) =>
  world.kms().send(new TagResourceCommand({ KeyId, Tags: Tags.map(([TagKey, TagValue]) => ({ TagKey, TagValue })) }));
const tags = async () => ((await world.kms().send(new ListResourceTagsCommand({ KeyId }))).Tags ?? []).map(({ TagKey, TagValue }) => [TagKey, TagValue]);
const many = (count: number) => Array.from({ length: count }, (_, index) => [`k${String(index).padStart(2, "0")}`, "v"] as const);

test("aws-facts 3.5 row 13: TagResource adds and replaces, UntagResource removes and passes over what is not there", async () => {
  await tag(["a", "2"], ["b", ""]);
  expect(await tags()).toEqual([["a", "2"], ["b", ""]]);
  await world.kms().send(new UntagResourceCommand({ KeyId, TagKeys: ["a", "never"] }));
  expect(await tags()).toEqual([["b", ""]]);
});

test("aws-facts 3.5: tag keys that differ by letter case are two", async () => {
  await tag(["A", "2"]);
  expect(await tags()).toEqual([["A", "2"], ["a", "1"]]);
});

test.each<readonly [string, readonly (readonly [string, string])[], string, string]>([
  ["a key twice", [["x", "1"], ["x", "2"]], "TagException", "Duplicate tag keys"],
  ["51 tags", many(51), "TagException", "Too many tags"],
  ["50 tags on top of one", many(50), "TagException", "Too many tags"],
  ["a key of AWS's", [["aws:x", "1"]], "TagException", "Tags beginning with aws: are reserved"],
  ["a key of AWS's in other letters", [["aWs:x", "1"]], "TagException", "Tags beginning with aws: are reserved"],
])("aws-facts 3.5 row 12: %s", async (_name, wrong, name, message) => {
  expect(await refusal(tag(...wrong))).toEqual({ name, message, status: 400 });
  expect(await tags()).toEqual([["a", "1"]]);
});

test("aws-facts 3.5 row 12, 7: keys of 128 and values of 256 characters, no longer", async () => {
  await tag(["k".repeat(128), "v".repeat(256)]);
  expect(await refusal(tag(["k".repeat(129), "v"]))).toMatchObject({ name: "ValidationException", status: 400 });
  expect(await refusal(tag(["k", "v".repeat(257)]))).toMatchObject({ name: "ValidationException", status: 400 });
});

test("aws-facts 3.4, 7: 50 tags, which ListResourceTags pages through", async () => {
  await tag(...many(49));
  const pages: number[] = [];
  for await (const { Tags = [] } of paginateListResourceTags({ client: world.kms(), pageSize: 20 }, { KeyId })) pages.push(Tags.length);
  expect(pages).toEqual([20, 20, 10]);
  expect(await refusal(world.kms().send(new ListResourceTagsCommand({ KeyId, Marker: "nonsense" })))).toMatchObject({ name: "InvalidMarkerException" });
});

test("aws-facts 3.2, 7: UpdateKeyDescription, up to 8,192 characters, none to clear it", async () => {
  const update = (Description: string) => world.kms().send(new UpdateKeyDescriptionCommand({ KeyId, Description }));
  const description = async () => (await world.kms().send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.Description;
  await update("d".repeat(8192));
  expect(await description()).toHaveLength(8192);
  expect(await refusal(update("d".repeat(8193)))).toMatchObject({ name: "ValidationException", status: 400 });
  await update("");
  expect(await description()).toBe("");
});
