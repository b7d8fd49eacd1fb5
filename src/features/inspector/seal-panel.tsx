import { useQuery } from "@tanstack/react-query";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { consoleCorsRule, corsJson } from "#domain/bucket.ts";
import { algorithmLabel, ENCRYPTION_HEADER, isKmsAlgorithm, type ObjectEncryption } from "#domain/encryption.ts";
import type { ObjectDetail } from "#domain/object.ts";
import { HiddenByCors } from "#components/object-encryption-cells.tsx";
import { CopyButton } from "#components/copy-value.tsx";
import { encryptionWithCors, headerExposure } from "#components/header-exposure.ts";
import { useKmsApi } from "#components/use-kms-api.tsx";
import { bucketCors } from "#queries/buckets.ts";
import { useSession } from "#session/session-context.tsx";
import { ContextPanel } from "./context-panel.tsx";
import { DefaultComparisonPanel } from "./default-comparison-panel.tsx";
import { KeyPanel } from "./key-panel.tsx";
import { algorithmMeaning } from "./object-words.ts";

/** How an object is sealed, by what S3 answered to HEAD and nothing else. */
export function SealPanel({ detail }: { readonly detail: ObjectDetail }) {
  const cors = useQuery(bucketCors(detail.ref.bucket));
  const encryption = encryptionWithCors(detail.encryption, cors.data, window.location.origin);
  return (
    <Container header={<Header variant="h2">Sealed with</Header>}>
      <SpaceBetween size="l">
        {encryption === "not-exposed" ? (
          <UnseenEncryption exposure={headerExposure(cors.data, window.location.origin, ENCRYPTION_HEADER.algorithm)} />
        ) : (
          <SeenEncryption encryption={encryption} detail={detail} />
        )}
        <DefaultComparisonPanel bucket={detail.ref.bucket} encryption={encryption} />
      </SpaceBetween>
    </Container>
  );
}

function SeenEncryption({ encryption, detail }: { readonly encryption: Exclude<ObjectEncryption, "not-exposed">; readonly detail: ObjectDetail }) {
  const session = useSession();
  const kms = useKmsApi(session.region);
  const { algorithm, keyArn } = encryption;
  const hiddenKey = keyArn === undefined || keyArn === "not-exposed";
  return (
    <SpaceBetween size="l">
      <KeyValuePairs
        columns={2}
        minColumnWidth={220}
        items={[
          {
            label: "Encryption type",
            value: (
              <>
                <Box fontWeight="bold">{algorithmLabel(algorithm)}</Box>
                <Box color="text-body-secondary">{algorithmMeaning(algorithm, kms.offered)}</Box>
              </>
            ),
          },
          { label: "S3 Bucket Key", value: <BucketKeyValue encryption={encryption} /> },
        ]}
      />
      {isKmsAlgorithm(algorithm) ? (
        <SpaceBetween size="s">
          <Header variant="h3">KMS key</Header>
          {hiddenKey ? <HiddenByCors /> : <KeyPanel keyArn={keyArn} />}
        </SpaceBetween>
      ) : null}
      <ContextPanel encryption={encryption} detail={detail} />
    </SpaceBetween>
  );
}

function BucketKeyValue({ encryption: { algorithm, bucketKey } }: { readonly encryption: Exclude<ObjectEncryption, "not-exposed"> }) {
  if (algorithm === "aws:kms:dsse") return "Not offered for DSSE-KMS: KMS takes part in each object.";
  if (algorithm !== "aws:kms") return "Does not apply: no KMS key takes part.";
  switch (bucketKey) {
    case "on":
      return <StatusIndicator type="success">On</StatusIndicator>;
    case "off":
      return <StatusIndicator type="stopped">Off</StatusIndicator>;
    case "not-exposed":
      return <HiddenByCors />;
  }
}

function UnseenEncryption({ exposure }: { readonly exposure: "exposed" | "hidden" | "unknown" }) {
  const session = useSession();
  const kms = useKmsApi(session.region);
  if (exposure === "exposed") {
    return (
      <Alert type="warning" statusIconAriaLabel="Warning" header="The server named no encryption">
        The bucket&apos;s CORS configuration shows the encryption headers to this page, and there were none. AWS sends them for every object; another server that leaves them out may
        have stored the object as it came. How it is encrypted, if it is, is not known.
      </Alert>
    );
  }
  return (
    <Alert type="warning" statusIconAriaLabel="Warning" header={exposure === "hidden" ? "How this object is encrypted is hidden from this page" : "How this object is encrypted is not known"} action={<CopyButton value={corsJson([consoleCorsRule(window.location.origin)])} what="CORS configuration" />}>
      {exposure === "hidden"
        ? `The bucket's CORS configuration does not expose the encryption headers to this page. ${kms.offered ? "The object is encrypted, as every object in S3; how, the browser may not say." : "AWS encrypts every object; this server may have stored it as it came."}`
        : `No encryption header could be read, and the bucket's CORS configuration, which could tell why, is not known. ${kms.offered ? "This does not mean that the object is not encrypted." : "AWS encrypts every object; this server may have stored it as it came."}`}
    </Alert>
  );
}
