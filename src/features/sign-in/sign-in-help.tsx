import HelpPanel from "@cloudscape-design/components/help-panel";

/** Help beside the sign-in page: what happens to credentials, and what they need to be allowed. */
export function SignInHelp() {
  return (
    <HelpPanel header={<h2>Sign in</h2>}>
      <h3>What happens to your credentials</h3>
      <p>
        The secret access key becomes a signing key inside your browser that cannot be read out again; the text is dropped. It is written to no storage, no address and no log, and
        it is sent nowhere: AWS only ever sees signatures. Signing out, reloading or closing the page forgets it.
      </p>
      <h3>Which credentials to use</h3>
      <p>
        Prefer temporary ones (they begin with <code>ASIA</code> and come with a session token): from the AWS access portal, or from <code>aws configure export-credentials</code>.
        Never use keys of the root user.
      </p>
      <h3>What they need to be allowed</h3>
      <p>
        To upload: <code>s3:PutObject</code>, and <code>kms:GenerateDataKey</code> on the KMS key. To read: <code>s3:GetObject</code> and <code>kms:Decrypt</code>. To see lists:{" "}
        <code>s3:ListBucket</code>, <code>kms:ListKeys</code> and <code>kms:ListAliases</code>. What is missing shows where it is needed; nothing else stops working.
      </p>
      <h3>Endpoints</h3>
      <p>
        Leave them empty for AWS. Set them for an S3-compatible server or a local stand-in; most of those need path-style addresses. A server that is not AWS has only what you
        give an endpoint for: without KMS, keys are named by hand; without STS, nobody is named and wrong credentials show only when requests to buckets fail.
      </p>
    </HelpPanel>
  );
}
