import HelpPanel from "@cloudscape-design/components/help-panel";

/** Help beside the inspector. */
export function InspectorHelp() {
  return (
    <HelpPanel header={<h2>Object inspector</h2>}>
      <p>Everything here is what S3 and KMS answered just now, never what an upload asked for.</p>
      <h3>Unknown is not “not encrypted”</h3>
      <p>
        S3 encrypts every object and says how in response headers. A browser shows a page only those that the bucket&apos;s CORS configuration exposes. What is hidden is marked so,
        and told apart from what S3 did not send wherever the CORS configuration can be read.
      </p>
      <h3>Effective encryption context</h3>
      <p>
        What KMS is given with every use of the object&apos;s data key: the writer&apos;s pairs, and <code>aws:s3:arn</code>, which S3 adds. That pair names the object, or the
        bucket when an S3 Bucket Key is used. S3 does not return the writer&apos;s pairs for a stored object. They are no secret: CloudTrail logs them.
      </p>
      <h3>KMS key</h3>
      <p>
        AWS once called it a customer master key (CMK). Its alias, state and rotation are asked of KMS and may be refused, which changes nothing about the object. When the key is
        disabled or deleted, the object can no longer be read.
      </p>
      <h3>ETag</h3>
      <p>It is an MD5 of the data only for an object of one part under SSE-S3. Compare checksums instead.</p>
    </HelpPanel>
  );
}
