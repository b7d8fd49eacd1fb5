/** Debian's boto3 against the stand-in. */
import { after, before, describe, test } from "./support/test.mjs";
import { testApi } from "./sdk/api.mjs";
import { testBoto3Transfers } from "./sdk/boto3-transfers.mjs";
import { createBoto3 } from "./sdk/boto3.mjs";
import { testPresignedForms } from "./sdk/presigned-forms.mjs";
import { testPresignedUrls } from "./sdk/presigned-urls.mjs";
import { dashed } from "./sdk/client-error.mjs";
import { bucketName } from "./support/demo-world.mjs";
import { openWorkspace } from "./support/workspace.mjs";

const workspace = await openWorkspace("boto3");
const boto3 = createBoto3(workspace);
const bucket = bucketName("boto3");

/** A URL that is good for a minute. */
function presign(operation, Params) {
  return boto3.method("s3", "generate_presigned_url", { ClientMethod: dashed(operation).replaceAll("-", "_"), Params, ExpiresIn: 60 });
}

describe("boto3", () => {
  before(() => boto3.call("s3", "CreateBucket", { Bucket: bucket }));
  after(async () => {
    await boto3.close();
    await workspace.close();
  });
  testApi({ ...boto3, bucket, thoroughly: test });
  testPresignedUrls({ ...boto3, presign, bucket });
  testPresignedForms({ ...boto3, bucket });
  testBoto3Transfers({ ...boto3, bucket, workspace });
});
