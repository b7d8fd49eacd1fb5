import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import type { ChecksumAlgorithm } from "#domain/object.ts";
import { useKmsApi } from "#components/use-kms-api.tsx";
import { useSession } from "#session/session-context.tsx";

/** Checksum algorithms with what they mean for files sent in parts (aws-facts 1.7). */
const ALGORITHMS: readonly { readonly value: ChecksumAlgorithm; readonly label: string; readonly description: string }[] = [
  { value: "CRC64NVME", label: "CRC64NVME", description: "S3's own default. Of the whole object, also when it is sent in parts." },
  { value: "CRC32C", label: "CRC32C", description: "Of the whole object. For servers that do not know CRC64NVME." },
  { value: "CRC32", label: "CRC32", description: "Of the whole object." },
  { value: "SHA256", label: "SHA-256", description: "In parts: a checksum of the parts' checksums. Slower." },
  { value: "SHA1", label: "SHA-1", description: "In parts: a checksum of the parts' checksums." },
];

/** Which checksum goes with the files. S3 computes it again from what arrives and refuses the object when they differ. */
export function IntegrityField({ value, onChange }: { readonly value: ChecksumAlgorithm; readonly onChange: (value: ChecksumAlgorithm) => void }) {
  const session = useSession();
  const kms = useKmsApi(session.region);
  const fate = kms.offered ? "S3 checks it against what arrived and keeps it." : "S3 checks it against what arrived; a server that is not AWS may pass over it.";
  return (
    <FormField label="Checksum algorithm" description={`Computed here from your file; ${fate} It is of the unencrypted data.`} stretch>
      <Select
        selectedOption={ALGORITHMS.find((algorithm) => algorithm.value === value) ?? null}
        options={ALGORITHMS}
        onChange={({ detail }) => onChange(ALGORITHMS.find((algorithm) => algorithm.value === detail.selectedOption.value)?.value ?? "CRC64NVME")}
        selectedAriaLabel="Selected"
      />
    </FormField>
  );
}
