import assert from "node:assert/strict";
import { ACCOUNT, bucketName, KEYS } from "../support/demo-world.mjs";
import { assertHas, assertRefused } from "../support/expect.mjs";

/** What else a client may ask of a bucket: the answers of one that nobody has touched, and settings that are kept. */
export function testBucketSettings({ call, thoroughly }) {
  thoroughly("aws-facts 5.5: a new bucket takes no ACLs and lets no public in", async () => {
    const Bucket = bucketName("settings");
    await call("s3", "CreateBucket", { Bucket });
    const { OwnershipControls } = await call("s3", "GetBucketOwnershipControls", { Bucket });
    assert.deepEqual(OwnershipControls.Rules, [{ ObjectOwnership: "BucketOwnerEnforced" }]);
    const { PublicAccessBlockConfiguration } = await call("s3", "GetPublicAccessBlock", { Bucket });
    assertHas(PublicAccessBlockConfiguration, { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true });
    const { Owner, Grants } = await call("s3", "GetBucketAcl", { Bucket });
    assert.deepEqual(Grants.map(({ Grantee, Permission }) => [Grantee.ID, Permission]), [[Owner.ID, "FULL_CONTROL"]]);
    await assertRefused(call("s3", "PutObject", { Bucket, Key: "acl", Body: Buffer.from("x"), ACL: "public-read" }), "AccessControlListNotSupported", "The bucket does not allow ACLs");
    const everybody = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${Bucket}/*` }] };
    await assertRefused(call("s3", "PutBucketPolicy", { Bucket, Policy: JSON.stringify(everybody) }), "AccessDenied");
    await assertRefused(call("s3", "GetBucketLifecycleConfiguration", { Bucket }), "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist");
    await assertRefused(call("s3", "GetBucketTagging", { Bucket }), "NoSuchTagSet", "The TagSet does not exist");
    await assertRefused(call("s3", "GetBucketCors", { Bucket }), "NoSuchCORSConfiguration", "The CORS configuration does not exist");
  });

  thoroughly("aws-facts 1.9 row 32: the wrong owner is refused, the right one is not", async () => {
    const Bucket = bucketName("owner");
    await call("s3", "CreateBucket", { Bucket });
    const put = (ExpectedBucketOwner) => call("s3", "PutObject", { Bucket, Key: "owned", Body: Buffer.from("x"), ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.hr.arn, ExpectedBucketOwner });
    await assertRefused(put("999999999999"), "AccessDenied", "Access Denied");
    assertHas(await put(ACCOUNT), { SSEKMSKeyId: KEYS.hr.arn });
  });

  thoroughly("keeps CORS rules, tags and an inventory configuration as they were put", async () => {
    const Bucket = bucketName("kept");
    await call("s3", "CreateBucket", { Bucket });
    const CORSRules = [{ AllowedMethods: ["GET", "PUT"], AllowedOrigins: ["https://console.example"], AllowedHeaders: ["*"], ExposeHeaders: ["ETag"], MaxAgeSeconds: 3000 }];
    await call("s3", "PutBucketCors", { Bucket, CORSConfiguration: { CORSRules } });
    assert.deepEqual((await call("s3", "GetBucketCors", { Bucket })).CORSRules, CORSRules);
    const TagSet = [{ Key: "department", Value: "finance" }];
    await call("s3", "PutBucketTagging", { Bucket, Tagging: { TagSet } });
    assert.deepEqual((await call("s3", "GetBucketTagging", { Bucket })).TagSet, TagSet);
    const Destination = { S3BucketDestination: { Bucket: `arn:aws:s3:::${Bucket}`, Format: "CSV", Encryption: { SSEKMS: { KeyId: KEYS.finance.arn } } } };
    const InventoryConfiguration = { Id: "keys", IsEnabled: true, IncludedObjectVersions: "Current", Schedule: { Frequency: "Daily" }, OptionalFields: ["EncryptionStatus"], Destination };
    await call("s3", "PutBucketInventoryConfiguration", { Bucket, Id: "keys", InventoryConfiguration });
    const kept = await call("s3", "GetBucketInventoryConfiguration", { Bucket, Id: "keys" });
    assert.deepEqual(kept.InventoryConfiguration, InventoryConfiguration);
  });
}
