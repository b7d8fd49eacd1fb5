/** Debian's AWS CLI against the stand-in: a client nobody here wrote must find nothing unusual in it. */
import { mkdir, writeFile } from "node:fs/promises";
import { before, after, describe } from "./support/test.mjs";
import { createAwsCli } from "./sdk/aws-cli.mjs";
import { testApi } from "./sdk/api.mjs";
import { testAwsS3Commands } from "./sdk/aws-s3-commands.mjs";
import { bucketName } from "./support/demo-world.mjs";
import { openWorkspace } from "./support/workspace.mjs";

const workspace = await openWorkspace("awscli");
// Version 1 of the CLI, which somebody may have named, presigns by Signature Version 2 unless it is told not to
await mkdir(workspace.path(".aws"));
await writeFile(workspace.path(".aws/config"), "[default]\ns3 =\n  signature_version = s3v4\n");
const aws = createAwsCli(workspace);
const bucket = bucketName("awscli");

// Every command is a process of its own that mostly computes, so two at once keep two cores busy
const concurrency = 2;

describe(
  "awscli",
  () => {
    before(() => aws.call("s3", "CreateBucket", { Bucket: bucket }));
    after(() => workspace.close());
    testApi({ ...aws, bucket, thoroughly: () => undefined });
    testAwsS3Commands({ ...aws, bucket, workspace });
  },
  { concurrency },
);
