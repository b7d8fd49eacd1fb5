import { LookupEventsCommand, type LookupEventsCommandInput } from "@aws-sdk/client-cloudtrail";
import { DescribeKeyCommand } from "@aws-sdk/client-kms";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { demoKeys } from "#local-aws/seed.ts";
import { refusal } from "./refusal.ts";
import { told, trailEvents } from "./trail-events.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
let since: Date;
beforeAll(async () => {
  world = await startWorld();
});
// Each test has seconds of its own, and looks at nothing before.
beforeEach(() => {
  world.advance(10_000);
  since = new Date(world.services.clock.now());
});

const events = (input: LookupEventsCommandInput = {}) => trailEvents({ world, since }, input);
const names = async (input?: LookupEventsCommandInput): Promise<unknown[]> => (await events(input)).map(({ EventName }) => EventName);
const put = (Key: string) =>
  world.s3().send(new PutObjectCommand({ Bucket: "keyseal-plain", Key, Body: "body", ServerSideEncryption: "aws:kms", SSEKMSKeyId: demoKeys.finance.arn }));

describe("aws-facts 6.1: LookupEvents", () => {
  test("row 3: each attribute key filters", async () => {
    await put("one");
    world.advance(1000);
    await world.kms("auditor").send(new DescribeKeyCommand({ KeyId: demoKeys.hr.arn }));
    world.advance(1000);
    await world.s3().send(new CreateBucketCommand({ Bucket: "trail-filters" }));
    const [first] = await events();
    const filtered = (AttributeKey: "EventId" | "EventName" | "ReadOnly" | "Username" | "ResourceType" | "ResourceName" | "EventSource" | "AccessKeyId", AttributeValue: string) =>
      names({ LookupAttributes: [{ AttributeKey, AttributeValue }] });
    expect(await filtered("EventId", first?.EventId ?? "")).toEqual(["GenerateDataKey"]);
    expect(await filtered("EventName", "DescribeKey")).toEqual(["DescribeKey"]);
    expect(await filtered("ReadOnly", "false")).toEqual(["CreateBucket"]);
    expect(await filtered("Username", "auditor")).toEqual(["DescribeKey"]);
    expect(await filtered("ResourceType", "AWS::KMS::Key")).toEqual(["GenerateDataKey", "DescribeKey"]);
    expect(await filtered("ResourceName", demoKeys.finance.arn)).toEqual(["GenerateDataKey"]);
    expect(await filtered("EventSource", "kms.amazonaws.com")).toEqual(["GenerateDataKey", "DescribeKey"]);
    expect(await filtered("AccessKeyId", "AKIALOCALAUDITOR0000")).toEqual(["DescribeKey"]);
    expect(await filtered("EventName", "describekey")).toEqual([]);
  });

  test("rows 2 and 5: pages, newest first; events that come meanwhile do not move them; times bound both ends", async () => {
    for (const Key of ["1", "2", "3", "4", "5"]) {
      await put(Key);
      world.advance(1000);
    }
    const query: LookupEventsCommandInput = { StartTime: since, MaxResults: 2, LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "GenerateDataKey" }] };
    const seen: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await world.cloudtrail().send(new LookupEventsCommand({ ...query, NextToken }));
      expect(page.Events?.length).toBeLessThanOrEqual(2);
      seen.push(...(page.Events ?? []).map((event) => String(Object(told(event).requestParameters?.["encryptionContext"])["aws:s3:arn"]).slice(-1)));
      NextToken = page.NextToken;
      await put("meanwhile");
    } while (NextToken !== undefined);
    expect(seen).toEqual(["5", "4", "3", "2", "1"]);
    const at = (seconds: number): Date => new Date(since.getTime() + seconds * 1000);
    expect(await events({ StartTime: at(1), EndTime: at(3) })).toHaveLength(3);
  });

  test("row 2: a token goes with unchanged parameters only", async () => {
    await put("1");
    await put("2");
    const { NextToken } = await world.cloudtrail().send(new LookupEventsCommand({ MaxResults: 1 }));
    expect(NextToken).toBeDefined();
    await world.cloudtrail().send(new LookupEventsCommand({ MaxResults: 1, NextToken }));
    for (const changed of [{ MaxResults: 2, NextToken }, { MaxResults: 1, NextToken: "AAAA" }, { MaxResults: 1, NextToken, StartTime: since }]) {
      expect(await refusal(world.cloudtrail().send(new LookupEventsCommand(changed)))).toMatchObject({ name: "InvalidNextTokenException", status: 400 });
    }
    expect(await refusal(world.cloudtrail("uploader").send(new LookupEventsCommand({})))).toMatchObject({ name: "AccessDeniedException" });
  });

  const twice = { AttributeKey: "EventName", AttributeValue: "A" } as const;
  test.each<[string, LookupEventsCommandInput, string]>([
    ["two attributes", { LookupAttributes: [twice, twice] }, "InvalidLookupAttributesException"],
    ["an empty value", { LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "" }] }, "InvalidLookupAttributesException"],
    ["a value too long", { LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "x".repeat(2001) }] }, "InvalidLookupAttributesException"],
    ["a value too long, since an underscore counts double", { LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "_".repeat(1001) }] }, "InvalidLookupAttributesException"],
    ["an end before the start", { StartTime: new Date(2_000_000), EndTime: new Date(1_000_000) }, "InvalidTimeRangeException"],
    ["no results", { MaxResults: 0 }, "InvalidMaxResultsException"],
    ["51 results", { MaxResults: 51 }, "InvalidMaxResultsException"],
  ])("row 8: %s is refused", async (_, input, name) => {
    expect(await refusal(world.cloudtrail().send(new LookupEventsCommand(input)))).toMatchObject({ name, status: 400 });
  });

  test("row 2: insight is the only category, and there are none", async () => {
    expect(await events({ EventCategory: "insight" })).toEqual([]);
    const wrong: LookupEventsCommandInput = JSON.parse('{"EventCategory":"management"}');
    expect(await refusal(world.cloudtrail().send(new LookupEventsCommand(wrong)))).toMatchObject({ name: "InvalidEventCategoryException", status: 400 });
  });

  test("row 10: cloudtrail:LookupEvents is needed", async () => {
    expect(await refusal(world.cloudtrail("uploader").send(new LookupEventsCommand({})))).toMatchObject({
      name: "AccessDeniedException",
      status: 400,
      message: expect.stringContaining("arn:aws:iam::111122223333:user/uploader is not authorized to perform: cloudtrail:LookupEvents"),
    });
  });

  test("row 6: events are gone after 90 days", async () => {
    await put("old");
    const before = since;
    world.advance(90 * 86_400_000 - 60_000);
    expect(await names()).toEqual(["GenerateDataKey"]);
    world.advance(120_000);
    expect(await events({ StartTime: before })).toEqual([]);
  });
});

describe("aws-facts 6.1 with --realistic", () => {
  test("row 9: an event shows 5 minutes later", async () => {
    world = await startWorld({ cloudTrailDelayMs: 300_000 });
    since = new Date(world.services.clock.now());
    await put("late");
    world.advance(299_000);
    expect(await names({ LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "GenerateDataKey" }] })).not.toContain("GenerateDataKey");
    world.advance(1000);
    expect(await names({ LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "GenerateDataKey" }] })).toContain("GenerateDataKey");
  });

  test("rows 6 and 7: the third lookup within a second is throttled", async () => {
    world = await startWorld({ cloudTrailThrottle: true });
    const lookUp = (region: string) => world.cloudtrail("admin", region).send(new LookupEventsCommand({}));
    await lookUp("us-east-1");
    await lookUp("us-east-1");
    expect(await refusal(lookUp("us-east-1"))).toEqual({ name: "ThrottlingException", message: "Rate exceeded", status: 400 });
    await lookUp("eu-west-1");
    world.advance(1000);
    await lookUp("us-east-1");
  });
});
