import HelpPanel from "@cloudscape-design/components/help-panel";

/** Help for the upload page. */
export const uploadHelp = (
  <HelpPanel header={<h2>Upload</h2>}>
    <h3>Key type</h3>
    <p>
      <b>The bucket&apos;s default</b> sends no encryption header: S3 applies what the bucket says at that moment. <b>SSE-KMS</b> without a key means the AWS managed key aws/s3, never the
      bucket&apos;s own key.
    </p>
    <h3>KMS key</h3>
    <p>
      S3 needs a symmetric encryption key (formerly &quot;customer master key&quot;, CMK) in the bucket&apos;s Region, and you need kms:GenerateDataKey on it; kms:Decrypt too for files sent in parts.
    </p>
    <h3>Encryption context</h3>
    <p>
      Pairs that are bound to the data key and written to CloudTrail in plain text. S3 adds <code>aws:s3:arn</code>: the object&apos;s ARN, or the bucket&apos;s with an S3 Bucket Key.
    </p>
    <h3>S3 Bucket Key</h3>
    <p>
      One KMS request for many objects instead of one for each. The header is <code>x-amz-server-side-encryption-bucket-key-enabled</code>; some AWS pages name it with a further{" "}
      <code>aws-</code>, which S3 does not take.
    </p>
    <h3>Names</h3>
    <p>Folders are kept in the object&apos;s key. A browser cannot send keys with a segment that is a single or double dot.</p>
  </HelpPanel>
);
