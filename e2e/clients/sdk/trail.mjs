import assert from "node:assert/strict";
import { ACCOUNT, KEYS } from "../support/demo-world.mjs";
import { contextHeader } from "../support/expect.mjs";
import { test } from "../support/test.mjs";

/** CloudTrail's LookupEvents (aws-facts 6). */
export function testTrail({ call, bucket }) {
  test("aws-facts 6.3: tells of the data key that S3 asked KMS for on a caller's behalf", async () => {
    const StartTime = new Date(Date.now() - 60_000).toISOString();
    const object = { Bucket: bucket, Key: "trail/sealed.txt" };
    const kms = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.hr.arn, SSEKMSEncryptionContext: contextHeader({ department: "hr" }) };
    await call("s3", "PutObject", { ...object, Body: Buffer.from("seen"), ...kms });
    await call("s3", "GetObject", object);
    const arn = `arn:aws:s3:::${bucket}/trail/sealed.txt`;
    for (const EventName of ["GenerateDataKey", "Decrypt"]) {
      const { Events } = await call("cloudtrail", "LookupEvents", { LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: EventName }], StartTime });
      const told = Events.map((event) => ({ ...event, record: JSON.parse(event.CloudTrailEvent) }));
      const found = told.filter(({ record }) => record.requestParameters.encryptionContext?.["aws:s3:arn"] === arn);
      assert.equal(found.length, 1, `${EventName} for ${arn}`);
      const [{ ReadOnly, Username, Resources, record }] = found;
      assert.deepEqual([ReadOnly, Username], ["true", "admin"]);
      assert.deepEqual(Resources, [{ ResourceType: "AWS::KMS::Key", ResourceName: KEYS.hr.arn }]);
      assert.deepEqual(record.requestParameters.encryptionContext, { "aws:s3:arn": arn, department: "hr" });
      assert.deepEqual([record.userIdentity.arn, record.userIdentity.invokedBy], [`arn:aws:iam::${ACCOUNT}:user/admin`, "fas.s3.amazonaws.com"]);
      assert.deepEqual([record.sourceIPAddress, record.userAgent], ["fas.s3.amazonaws.com", "fas.s3.amazonaws.com"]);
    }
  });

  test("aws-facts 6.2: tells of a bucket's settings, never of its objects", async () => {
    const { Events } = await call("cloudtrail", "LookupEvents", { LookupAttributes: [{ AttributeKey: "EventSource", AttributeValue: "s3.amazonaws.com" }] });
    const names = new Set(Events.map(({ EventName }) => EventName));
    assert.ok(names.has("CreateBucket"), "CreateBucket is told of");
    for (const name of ["PutObject", "GetObject", "HeadObject", "CopyObject", "UploadPart"]) assert.ok(!names.has(name), name);
  });
}
