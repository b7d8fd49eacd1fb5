import HelpPanel from "@cloudscape-design/components/help-panel";

/** Help beside a bucket's objects. */
export function ObjectsHelp() {
  return (
    <HelpPanel header={<h2>Objects</h2>}>
      <h3>Folders</h3>
      <p>
        S3 knows no folders, only keys: what looks like one is a beginning that several keys share, up to a <code>/</code>. A folder is gone with its last object.
      </p>
      <h3>Show encryption</h3>
      <p>
        Listings carry nothing of encryption, so each object is asked for on its own (HEAD), for the rows you see. That needs <code>s3:GetObject</code>, not the KMS key.
        “Unknown” means that the bucket&apos;s CORS configuration hides the answer from this page.
      </p>
      <h3>Show versions</h3>
      <p>Each version keeps the encryption it was written with. A delete marker hides an object and has no content; deleting the marker brings the object back.</p>
      <h3>Download</h3>
      <p>
        The first byte is read first: that proves that you may use the KMS key (<code>kms:Decrypt</code>). Your browser then fetches the object itself, by an address that is valid
        for a short time.
      </p>
      <h3>Signs in names</h3>
      <p>Characters that nobody would see, such as a trailing space (␣) or a line break (␊), are shown as signs. Copying a key copies what it really is.</p>
    </HelpPanel>
  );
}
