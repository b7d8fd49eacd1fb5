import type { MetadataReader, MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import type { KmsKey } from "#local-aws/world.ts";

/** A wrapping key that GetParametersForImport gave out. Row `["import-parameters", region, keyId, importToken]` of the key store. */
export interface ImportParameters {
  /** Base64 of what the caller was given. */
  readonly importToken: string;
  readonly wrappingAlgorithm: string;
  /** PKCS #8. */
  readonly wrappingKey: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly validTo: number;
}

/** How long an import token and its wrapping key are good: 24 hours, in milliseconds. */
export const IMPORT_PARAMETERS_LAST_MS = 86_400_000;

/** What an import token stands for, for the key that it was given out for. */
export function findImportParameters(reader: MetadataReader, key: KmsKey, importToken: string): ImportParameters | undefined {
  return reader.get<ImportParameters>(["import-parameters", key.region, key.keyId, importToken]);
}

/** Keeps import parameters. Those of the key that expired a day ago or more are forgotten on the way. */
export function saveImportParameters(transaction: MetadataTransaction, key: KmsKey, parameters: ImportParameters, now: number): void {
  const rows = [...transaction.range<ImportParameters>({ prefix: ["import-parameters", key.region, key.keyId] })];
  for (const { key: row, value } of rows) if (value.validTo + IMPORT_PARAMETERS_LAST_MS < now) transaction.remove(row);
  transaction.put<ImportParameters>(["import-parameters", key.region, key.keyId, parameters.importToken], parameters);
}
