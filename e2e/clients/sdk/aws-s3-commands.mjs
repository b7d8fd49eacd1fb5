import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "../support/test.mjs";
import { bucketName, KEYS } from "../support/demo-world.mjs";
import { assertHas } from "../support/expect.mjs";

const MIB = 1024 ** 2;

/** The CLI's own commands, `aws s3 …`. */
export function testAwsS3Commands({ call, run, bucket, workspace }) {
  const s3 = (...parameters) => run(["s3", ...parameters, ...(["presign", "rb"].includes(parameters[0]) ? [] : ["--only-show-errors"])]);

  test("copies 100 MiB up and down again, byte for byte", async () => {
    const content = randomBytes(100 * MIB);
    const target = workspace.path("large.again");
    await s3("cp", await workspace.file(content), `s3://${bucket}/large.bin`, "--sse", "aws:kms", "--sse-kms-key-id", "alias/finance");
    const head = await call("s3", "HeadObject", { Bucket: bucket, Key: "large.bin" });
    assertHas(head, { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.finance.arn, ContentLength: content.length });
    assert.match(head.ETag, /-13"$/, "aws-facts 1.7: 8 MiB parts");
    await s3("cp", `s3://${bucket}/large.bin`, target);
    assert.ok(content.equals(await readFile(target)));
  });

  test("syncs a folder up and down, moves an object, and removes the bucket", async () => {
    const Bucket = bucketName("sync");
    const [source, target] = [workspace.path("tree"), workspace.path("tree.again")];
    await mkdir(join(source, "sub"), { recursive: true });
    await writeFile(join(source, "empty"), "");
    await writeFile(join(source, "sub", "ä b+c&d.txt"), "text");
    await call("s3", "CreateBucket", { Bucket });
    await s3("sync", source, `s3://${Bucket}/tree`, "--sse", "aws:kms");
    await s3("mv", `s3://${Bucket}/tree/empty`, `s3://${Bucket}/tree/moved`);
    await s3("sync", `s3://${Bucket}/tree`, target);
    assert.deepEqual((await readdir(target)).toSorted(), ["moved", "sub"]);
    assert.equal(await readFile(join(target, "sub", "ä b+c&d.txt"), "utf8"), "text");
    await s3("rm", `s3://${Bucket}`, "--recursive");
    await s3("rb", `s3://${Bucket}`);
    await assert.rejects(call("s3", "HeadBucket", { Bucket }), { code: "404" });
  });

  test("presigns a download that anybody may follow", async () => {
    await call("s3", "PutObject", { Bucket: bucket, Key: "presigned.txt", Body: Buffer.from("hello"), ServerSideEncryption: "aws:kms" });
    const url = (await s3("presign", `s3://${bucket}/presigned.txt`, "--expires-in", "60")).trim();
    const answer = await fetch(url);
    assert.deepEqual([answer.status, await answer.text()], [200, "hello"]);
  });
}
