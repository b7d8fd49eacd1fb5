import HelpPanel from "@cloudscape-design/components/help-panel";

/** Help for the transfers page. */
export const transfersHelp = (
  <HelpPanel header={<h2>Transfers</h2>}>
    <p>Each upload is verified once S3 has stored it: the object is asked for, and what S3 answers is compared with what you asked for.</p>
    <dl>
      <dt>Sealed as asked</dt>
      <dd>Encryption type, KMS key, S3 Bucket Key, encryption context, size and checksum match, as far as they could be read.</dd>
      <dt>Stored, but not as asked</dt>
      <dd>The object exists, but at least one of these differs. The row says which.</dd>
      <dt>Not verified</dt>
      <dd>S3 does not return it, you may not read it, or the bucket&apos;s CORS configuration hides it. It is neither right nor wrong.</dd>
      <dt>Overwrite prevented</dt>
      <dd>An object of this name exists already and &quot;Replace existing objects&quot; was off. Nothing was changed.</dd>
    </dl>
    <h3>Receipt</h3>
    <p>One entry per ended transfer with what was asked and what S3 answered, request IDs included, for your records or an audit.</p>
    <h3>Cancel</h3>
    <p>A cancelled multipart upload is aborted, so that its parts do not cost storage.</p>
  </HelpPanel>
);
