import Box from "@cloudscape-design/components/box";
import KeyValuePairs, { type KeyValuePairsProps } from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { algorithmLabel, isKmsAlgorithm, type ObjectEncryption } from "#domain/encryption.ts";
import { contextToJson } from "#domain/encryption-context.ts";
import { parseKeyReference } from "#domain/kms-key.ts";
import { useSession } from "#session/session-context.tsx";
import { CopyValue } from "./copy-value.tsx";
import { useKmsApi } from "./use-kms-api.tsx";
import { useKnownKey } from "./use-known-key.tsx";

/**
 * How S3 said an object is encrypted: algorithm, key by alias and ARN, Bucket Key, and the context where S3 echoed it. What CORS hides
 * is said to be hidden; it is never shown as "not encrypted" (aws-facts 8.2).
 */
export function EncryptionSummary({ encryption, columns = 2 }: { readonly encryption: ObjectEncryption; readonly columns?: number }) {
  if (encryption === "not-exposed") return <UnknownEncryption />;
  return <KeyValuePairs columns={columns} items={summaryItems(encryption)} />;
}

function UnknownEncryption() {
  const kms = useKmsApi(useSession().region);
  return (
    <StatusIndicator type="info" wrapText>
      {kms.offered
        ? "Not known: the bucket's CORS configuration does not expose the encryption headers. The object is encrypted; how, the browser may not see."
        : "Not known: the server's answers showed this page no encryption header. AWS encrypts every object; this server may have stored it as it came."}
    </StatusIndicator>
  );
}

function summaryItems(encryption: Exclude<ObjectEncryption, "not-exposed">): KeyValuePairsProps.Item[] {
  const items: KeyValuePairsProps.Item[] = [{ label: "Encryption type", value: algorithmLabel(encryption.algorithm) }];
  if (!isKmsAlgorithm(encryption.algorithm)) return items;
  items.push({ label: "KMS key", value: <SealingKey keyArn={encryption.keyArn} /> });
  items.push({ label: "S3 Bucket Key", value: bucketKeyText(encryption) });
  if (encryption.context !== undefined) {
    items.push({ label: "Encryption context, as echoed", value: <Box variant="code">{contextToJson(encryption.context)}</Box> });
  }
  return items;
}

function bucketKeyText({ algorithm, bucketKey }: Exclude<ObjectEncryption, "not-exposed">): string {
  if (algorithm === "aws:kms:dsse") return "Not offered for DSSE-KMS";
  if (bucketKey === "not-exposed") return "Not known: S3 names it only when it is on, and CORS may hide that";
  return bucketKey === "on" ? "On" : "Off";
}

/** A KMS key by its alias where it is known, and its ARN with a button that copies it. */
function SealingKey({ keyArn }: { readonly keyArn: string | undefined }) {
  const session = useSession();
  const hidden = keyArn === undefined || keyArn === "not-exposed";
  const known = useKnownKey(hidden ? undefined : keyArn, session.region);
  if (hidden) return <StatusIndicator type="info">Not exposed by CORS</StatusIndicator>;
  return (
    <SpaceBetween size="xxs">
      {known.title === undefined ? null : <Box fontWeight="bold">{known.title}</Box>}
      <CopyValue value={keyArn} what={parseKeyReference(keyArn) === undefined ? "key name" : "key ARN"} display={<Box variant="code">{keyArn}</Box>} />
    </SpaceBetween>
  );
}
