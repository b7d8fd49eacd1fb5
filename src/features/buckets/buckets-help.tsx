import HelpPanel from "@cloudscape-design/components/help-panel";

/** Help beside the list of buckets. */
export function BucketsHelp() {
  return (
    <HelpPanel header={<h2>Buckets</h2>}>
      <p>Each column is asked for on its own, for the rows you see. Where you may not read a setting, its cell says so; the others still work.</p>
      <h3>Default encryption</h3>
      <p>
        What S3 does with an upload that asks for nothing: SSE-S3, SSE-KMS or DSSE-KMS. Every bucket has one. It holds for new objects only; stored objects keep the encryption
        they were written with.
      </p>
      <h3>Bucket Key</h3>
      <p>
        An S3 Bucket Key lets S3 derive data keys itself for a while instead of calling AWS KMS for every object. The encryption context then names the bucket instead of the
        object.
      </p>
      <h3>CORS</h3>
      <p>
        A web page may only read what a bucket&apos;s CORS configuration allows its origin. Response headers that it does not expose stay hidden from this console: it then says
        “unknown”, never “not encrypted”. A bucket without any CORS rule cannot be reached from here, and only somebody outside a browser can give it its first rule.
      </p>
      <h3>A bucket is missing</h3>
      <p>S3 does not list buckets to web pages. Add a bucket by name, or have your administrator name it in this console&apos;s config.json.</p>
    </HelpPanel>
  );
}
