import type { ReactNode } from "react";
import { useQuery } from "@tanstack/react-query";
import { algorithmLabel, isKmsAlgorithm, type ObjectEncryption } from "#domain/encryption.ts";
import type { ObjectRef } from "#domain/object.ts";
import { bucketCors } from "#queries/buckets.ts";
import { CellNote, CellQuery, NotApplicable } from "./cell-query.tsx";
import { encryptionWithCors } from "./header-exposure.ts";
import { KeyName } from "./key-name.tsx";
import { useRowDetail } from "./use-row-detail.tsx";

/** Algorithm an object is encrypted with, by HEAD. */
export function AlgorithmCell({ of }: { readonly of: ObjectRef }) {
  return <EncryptionCell of={of}>{(encryption) => algorithmLabel(encryption.algorithm)}</EncryptionCell>;
}

/** KMS key an object is encrypted under, by HEAD. */
export function ObjectKeyCell({ of }: { readonly of: ObjectRef }) {
  return (
    <EncryptionCell of={of}>
      {({ algorithm, keyArn }) => {
        if (!isKmsAlgorithm(algorithm)) return <NotApplicable />;
        return keyArn === undefined || keyArn === "not-exposed" ? <HiddenByCors /> : <KeyName reference={keyArn} />;
      }}
    </EncryptionCell>
  );
}

/** Whether an object uses an S3 Bucket Key, by HEAD. */
export function ObjectBucketKeyCell({ of }: { readonly of: ObjectRef }) {
  return (
    <EncryptionCell of={of}>
      {({ algorithm, bucketKey }) => {
        if (algorithm !== "aws:kms") return <NotApplicable />;
        if (bucketKey === "not-exposed") return <HiddenByCors />;
        return bucketKey === "on" ? "On" : "Off";
      }}
    </EncryptionCell>
  );
}

function EncryptionCell({ of, children }: { readonly of: ObjectRef; readonly children: (encryption: Exclude<ObjectEncryption, "not-exposed">) => ReactNode }) {
  const cors = useQuery(bucketCors(of.bucket));
  return (
    <CellQuery query={useRowDetail(of)}>
      {(detail) => {
        const encryption = encryptionWithCors(detail.encryption, cors.data, window.location.origin);
        return encryption === "not-exposed" ? <HiddenByCors /> : children(encryption);
      }}
    </CellQuery>
  );
}

/** Unknown, because the browser hides the header: never "not encrypted". */
export function HiddenByCors() {
  return (
    <CellNote type="stopped" label="Unknown" title="The answer may be hidden by CORS">
      S3 sends this in a response header that the bucket&apos;s CORS configuration does not show to this page, or may not. It does not mean that the object is not encrypted.
    </CellNote>
  );
}
