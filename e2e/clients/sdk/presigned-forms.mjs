import assert from "node:assert/strict";
import { test } from "../support/test.mjs";
import { KEYS } from "../support/demo-world.mjs";
import { assertHas, contextHeader } from "../support/expect.mjs";
import { postForm } from "../support/presigned-request.mjs";

const ALGORITHM = "x-amz-server-side-encryption";
const KEY_ID = "x-amz-server-side-encryption-aws-kms-key-id";
const CONTEXT = "x-amz-server-side-encryption-context";
const BUCKET_KEY = "x-amz-server-side-encryption-bucket-key-enabled";

/** Browser forms (aws-facts 1.5) as boto3's `generate_presigned_post` makes them. */
export function testPresignedForms({ call, method, bucket }) {
  const content = Buffer.from("sent by a form");

  /** A form whose policy asks for these fields as they are. */
  const formFor = (Key, fields, conditions = []) => {
    const Conditions = [...Object.entries(fields).map(([name, value]) => ({ [name]: value })), ...conditions];
    return method("s3", "generate_presigned_post", { Bucket: bucket, Key, Fields: fields, Conditions, ExpiresIn: 60 });
  };
  const underKms = { [ALGORITHM]: "aws:kms", [KEY_ID]: KEYS.finance.arn };

  test("aws-facts 1.5: a form uploads under SSE-KMS with context and Bucket Key", async () => {
    const object = { Bucket: bucket, Key: "forms/sealed.bin" };
    const form = await formFor(object.Key, { ...underKms, [CONTEXT]: contextHeader({ department: "finance" }), [BUCKET_KEY]: "true" });
    const posted = await postForm(form, content);
    assertHas(posted, { status: 204, text: "" });
    assert.equal(posted.headers.get(KEY_ID), KEYS.finance.arn);
    assertHas(await call("s3", "GetObject", object), { Body: content, ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.finance.arn, BucketKeyEnabled: true });
  });

  test("aws-facts 1.5: a form answers as its success_action_status asks", async () => {
    const form = await formFor("forms/created.bin", { ...underKms, success_action_status: "201" });
    const { status, text } = await postForm(form, content);
    assert.equal(status, 201, text);
    assert.match(text, /<PostResponse><Location>.*\/forms%2Fcreated\.bin<\/Location><Bucket>.*<\/Bucket><Key>forms\/created\.bin<\/Key><ETag>.*<\/ETag><\/PostResponse>/);
  });

  test("aws-facts 1.5: a form is held to its policy", async () => {
    const form = await formFor("forms/refused.bin", underKms, [["content-length-range", 1, 64]]);
    const { [KEY_ID]: _, ...withoutKey } = form.fields;
    assertHas(await postForm({ ...form, fields: withoutKey }, content), { status: 403, code: "AccessDenied", message: `Invalid according to Policy: Policy Condition failed: ["eq", "$${KEY_ID}", "${KEYS.finance.arn}"]` });
    const otherAlgorithm = { ...form.fields, [ALGORITHM]: "AES256" };
    assertHas(await postForm({ ...form, fields: otherAlgorithm }, content), { status: 403, code: "AccessDenied", message: `Invalid according to Policy: Policy Condition failed: ["eq", "$${ALGORITHM}", "aws:kms"]` });
    const extra = { ...form.fields, [BUCKET_KEY]: "true" };
    assertHas(await postForm({ ...form, fields: extra }, content), { status: 403, code: "AccessDenied", message: `Invalid according to Policy: Extra input fields: ${BUCKET_KEY}` });
    assertHas(await postForm(form, Buffer.alloc(65)), { status: 400, code: "EntityTooLarge", message: "Your proposed upload exceeds the maximum allowed size" });
    assertHas(await postForm({ ...form, fields: { ...form.fields, "x-amz-signature": "0".repeat(64) } }, content), { status: 403, code: "SignatureDoesNotMatch" });
    assertHas(await postForm(form, content), { status: 204 });
  });
}
