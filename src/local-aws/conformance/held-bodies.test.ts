import { expect, test } from "vitest";
import type { KmsForS3 } from "#local-aws/kms/kms-for-s3.ts";
import { childOf, parseXml } from "#local-aws/protocol/xml.ts";
import { startOperations } from "./s3-operations.ts";

/** A KMS that takes its time: `duringDecrypt` happens while S3 waits for the data key of the object that it read the row of. */
function slowKms(duringDecrypt: () => Promise<unknown>): KmsForS3 {
  const keyArn = "arn:aws:kms:us-east-1:111122223333:key/0";
  return {
    resolve: async () => ({ keyArn }),
    generateDataKey: async () => {
      const plaintext = crypto.getRandomValues(new Uint8Array(32));
      return { keyArn, plaintext, ciphertextBlob: plaintext.slice() };
    },
    decrypt: async ({ ciphertextBlob }) => {
      await duringDecrypt();
      return { keyArn, plaintext: Uint8Array.from(ciphertextBlob) };
    },
  };
}

const UNDER_KMS = { "x-amz-server-side-encryption": "aws:kms", "content-length": "6" };
const FROM_SOURCE = { "x-amz-copy-source": "/bucket/source" };

async function startWithSource(during: "DELETE" | "PUT") {
  let armed = false;
  const world = await startOperations(
    slowKms(async () => {
      if (!armed) return;
      armed = false;
      await world.send(during, "/bucket/source", during === "PUT" ? { body: "newer!" } : {});
    }),
  );
  await world.putBucket();
  await world.send("PUT", "/bucket/source", { body: "source", headers: UNDER_KMS });
  return {
    ...world,
    arm: () => {
      armed = true;
    },
  };
}

const text = async (response: Response): Promise<string> => response.text();

test.each(["DELETE", "PUT"] as const)("a %s of the object while KMS is asked leaves a GET its bytes, and frees them at its end", async (during) => {
  const world = await startWithSource(during);
  world.arm();
  expect(await text(await world.send("GET", "/bucket/source"))).toBe("source");
  expect(await world.blobCount()).toBe(during === "PUT" ? 1 : 0);
});

test.each(["DELETE", "PUT"] as const)("a %s of the source while KMS is asked leaves a CopyObject its bytes, and frees them at its end", async (during) => {
  const world = await startWithSource(during);
  world.arm();
  await world.send("PUT", "/bucket/copy", { headers: FROM_SOURCE });
  expect(await text(await world.send("GET", "/bucket/copy"))).toBe("source");
  expect(await world.blobCount()).toBe(during === "PUT" ? 2 : 1);
});

test("a DELETE of the source while KMS is asked leaves an UploadPartCopy its bytes, and frees them at its end", async () => {
  const world = await startWithSource("DELETE");
  const uploadId = childOf(await world.xml("POST", "/bucket/joined?uploads"), "UploadId")?.text ?? "";
  world.arm();
  const part = await world.send("PUT", `/bucket/joined?partNumber=1&uploadId=${uploadId}`, { headers: FROM_SOURCE });
  const etag = childOf(parseXml(await part.text()), "ETag")?.text ?? "";
  expect(await world.blobCount()).toBe(1);
  const body = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${etag}</ETag></Part></CompleteMultipartUpload>`;
  await world.send("POST", `/bucket/joined?uploadId=${uploadId}`, { body });
  expect(await text(await world.send("GET", "/bucket/joined"))).toBe("source");
});
