import { useQuery } from "@tanstack/react-query";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs, { type KeyValuePairsProps } from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { formatBytes, formatDateTime, plural } from "#domain/format.ts";
import type { ObjectDetail } from "#domain/object.ts";
import { NotApplicable } from "#components/cell-query.tsx";
import { CopyValue } from "#components/copy-value.tsx";
import { headerExposure, type HeaderExposure } from "#components/header-exposure.ts";
import { ResourceName } from "#components/resource-name.tsx";
import { useKmsApi } from "#components/use-kms-api.tsx";
import { bucketCors } from "#queries/buckets.ts";
import { useSession } from "#session/session-context.tsx";
import { etagMeaning } from "./object-words.ts";

/** Size, checksums and what else S3 keeps beside the data, none of which is encrypted. */
export function DataPanel({ detail }: { readonly detail: ObjectDetail }) {
  const cors = useQuery(bucketCors(detail.ref.bucket));
  const exposure = (header: string) => headerExposure(cors.data, window.location.origin, header);
  return (
    <Container header={<Header variant="h2">Data and properties</Header>}>
      <SpaceBetween size="l">
        <KeyValuePairs columns={3} minColumnWidth={190} items={items(detail, exposure)} />
        <Metadata metadata={detail.metadata} />
      </SpaceBetween>
    </Container>
  );
}

function items(detail: ObjectDetail, exposure: (header: string) => HeaderExposure): KeyValuePairsProps.Item[] {
  const exact = `${detail.size.toLocaleString("en-US")} bytes`;
  return [
    { label: "Size", value: detail.size < 1024 ? formatBytes(detail.size) : `${formatBytes(detail.size)} (${exact})` },
    { label: "Last modified", value: formatDateTime(detail.lastModified) },
    { label: "Content type", value: detail.contentType ?? <NotApplicable>None</NotApplicable> },
    { label: "ETag", value: <Etag detail={detail} /> },
    ...checksumItems(detail),
    {
      label: "Version ID",
      value: detail.versionId === undefined ? <Unsent means="None: the bucket keeps no versions" exposure={exposure("x-amz-version-id")} /> : <CopyValue value={detail.versionId} what="version ID" />,
    },
    // S3 leaves the header out for STANDARD.
    { label: "Storage class", value: detail.storageClass ?? <Unsent means="STANDARD" exposure={exposure("x-amz-storage-class")} /> },
    ...(detail.cacheControl === undefined ? [] : [{ label: "Cache control", value: detail.cacheControl }]),
    ...(detail.partsCount === undefined ? [] : [{ label: "Parts", value: plural(detail.partsCount, "part") }]),
  ];
}

/** A header that was not seen: what S3 means by leaving it out, where that is what happened. */
function Unsent({ means, exposure }: { readonly means: string; readonly exposure: HeaderExposure }) {
  switch (exposure) {
    case "exposed":
      return means;
    case "hidden":
      return <StatusIndicator type="stopped">Hidden by CORS</StatusIndicator>;
    case "unknown":
      return <NotApplicable>{`${means}, or hidden by CORS`}</NotApplicable>;
  }
}

function Etag({ detail }: { readonly detail: ObjectDetail }) {
  const session = useSession();
  const kms = useKmsApi(session.region);
  if (detail.etag === undefined) return <StatusIndicator type="stopped">Hidden by CORS</StatusIndicator>;
  return (
    <>
      <CopyValue value={detail.etag} what="ETag" />
      <Box color="text-body-secondary" fontSize="body-s">
        {etagMeaning(detail.etag, detail.encryption, kms.offered)}
      </Box>
    </>
  );
}

function checksumItems({ checksums }: ObjectDetail): KeyValuePairsProps.Item[] {
  if (checksums.length === 0) {
    return [{ label: "Checksum", value: <NotApplicable>None shown: none stored, hidden by CORS, or reading it is not permitted (kms:Decrypt)</NotApplicable> }];
  }
  return checksums.map(({ algorithm, value, type }) => ({
    label: `Checksum ${algorithm}`,
    value: (
      <>
        <CopyValue value={value} what={`${algorithm} checksum`} />
        <Box color="text-body-secondary" fontSize="body-s">
          {type === "FULL_OBJECT" ? "Of the whole data" : type === "COMPOSITE" ? "Of the parts' checksums, not of the data" : "S3 did not say whether of the whole data or of the parts"}
        </Box>
      </>
    ),
  }));
}

function Metadata({ metadata }: { readonly metadata: ObjectDetail["metadata"] }) {
  const entries = Object.entries(metadata);
  return (
    <SpaceBetween size="xs">
      <Header variant="h3">User metadata</Header>
      {entries.length === 0 ? null : (
        <KeyValuePairs columns={3} minColumnWidth={190} items={entries.map(([name, value]) => ({ label: <ResourceName name={name} />, value: <ResourceName name={value} /> }))} />
      )}
      <Box color="text-body-secondary">
        {`${entries.length === 0 ? "None that this page may read. " : ""}CORS shows only metadata whose names are written out in ExposeHeaders, so there may be ${entries.length === 0 ? "some" : "more"}. Metadata, tags and key names are not encrypted.`}
      </Box>
    </SpaceBetween>
  );
}
