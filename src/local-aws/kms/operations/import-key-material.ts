import type { ConditionValues } from "#local-aws/iam/authorize.ts";
import { findImportParameters, type ImportParameters } from "#local-aws/kms/import-parameters.ts";
import { takeImportedMaterial } from "#local-aws/kms/imported-material.ts";
import { permittedKey } from "#local-aws/kms/key-access.ts";
import { findMaterial, materialsOf, materialState, ONLY_MATERIAL } from "#local-aws/kms/key-material.ts";
import { findKey } from "#local-aws/kms/key-rows.ts";
import { secretBytesOf } from "#local-aws/kms/key-secrets.ts";
import { isSymmetricEncryptionKey } from "#local-aws/kms/key-specs.ts";
import { requireNotPendingDeletion } from "#local-aws/kms/key-states.ts";
import { expiredImportToken, incorrectKeyMaterial, invalidImportToken, invalidState, keyDoesNotExist, unsupported, validation } from "#local-aws/kms/kms-errors.ts";
import type { KmsInput } from "#local-aws/kms/kms-input.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { isReplica, primaryOf } from "#local-aws/kms/multi-region.ts";
import { openOaep } from "#local-aws/kms/rsa-encryption.ts";
import { base64, concat, hex, sha256, utf8 } from "#local-aws/protocol/bytes.ts";
import type { MetadataReader } from "#local-aws/store/metadata-store.ts";
import type { KmsKey } from "#local-aws/world.ts";

const ACTION = "kms:ImportKeyMaterial";
const YEAR_MS = 365 * 86_400_000;
const MATERIAL_ID = { min: 64, max: 64, pattern: /^[a-f0-9]+$/ };

/** What the caller says of the material. */
interface ImportRequest {
  readonly expirationModel: string;
  /** Milliseconds since the epoch. */
  readonly validTo: number | undefined;
  readonly importType: string | undefined;
  readonly description: string | undefined;
  readonly materialId: string | undefined;
}

/**
 * ImportKeyMaterial: gives a key of origin EXTERNAL its material, gives it back after it was deleted or expired, or brings new material
 * that RotateKeyOnDemand will make the current one. A material's id comes of the key and the material, so the same is known again.
 */
export function importKeyMaterial(services: Pick<KmsServices, "clock" | "keyStore">): KmsOperation {
  return async (input, call) => {
    const reference = input.keyId();
    const importToken = base64(input.requiredBlob("ImportToken", { min: 1, max: 6144 }));
    const wrapped = input.requiredBlob("EncryptedKeyMaterial", { min: 1, max: 6144 });
    const request = readRequest(input, services.clock.now());
    const key = permittedKey(services.keyStore, call, ACTION, reference, { conditions: conditionsOf(request) });
    if (key.origin !== "EXTERNAL") throw unsupported();
    requireNotPendingDeletion(key);
    const parameters = validParameters(services, key, importToken);
    const secret = await openOaep(new Uint8Array(parameters.wrappingKey), parameters.wrappingAlgorithm, wrapped);
    requireLength(key, secret);
    const isSymmetric = isSymmetricEncryptionKey(key);
    const materialId = isSymmetric ? hex(await sha256(concat([utf8(key.keyId), secret]))) : ONLY_MATERIAL;
    await services.keyStore.transact((transaction) => {
      const fresh = findKey(transaction, key.region, key.keyId);
      if (fresh === undefined) throw keyDoesNotExist(key.arn);
      requireFitting(transaction, fresh, request, materialId);
      const before = findMaterial(transaction, fresh, materialId);
      const description = request.description ?? before?.imported?.description;
      const imported = { ...(request.validTo !== undefined && { validTo: request.validTo }), ...(description !== undefined && { description }) };
      const sequence = before?.sequence ?? materialsOf(transaction, fresh).length;
      takeImportedMaterial(transaction, fresh, { ...before, materialId, sequence, secret, imported }, isSymmetric);
    });
    return { KeyId: key.arn, ...(isSymmetric && { KeyMaterialId: materialId }) };
  };
}

function readRequest(input: KmsInput, now: number): ImportRequest {
  const expirationModel = input.string("ExpirationModel", { oneOf: ["KEY_MATERIAL_EXPIRES", "KEY_MATERIAL_DOES_NOT_EXPIRE"] }) ?? "KEY_MATERIAL_EXPIRES";
  const validTo = input.timestamp("ValidTo");
  const importType = input.string("ImportType", { oneOf: ["NEW_KEY_MATERIAL", "EXISTING_KEY_MATERIAL"] });
  const materialId = input.string("KeyMaterialId", MATERIAL_ID);
  if (expirationModel === "KEY_MATERIAL_EXPIRES" && validTo === undefined) {
    throw validation("A ValidTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES");
  }
  if (expirationModel === "KEY_MATERIAL_DOES_NOT_EXPIRE" && validTo !== undefined) {
    throw validation("A ValidTo date must not be set if the ExpirationModel is KEY_MATERIAL_DOES_NOT_EXPIRE");
  }
  if (validTo !== undefined && (validTo <= now || validTo > now + YEAR_MS)) throw validation("ValidTo must be in the future, and at most 365 days ahead.");
  if (materialId !== undefined && importType === "NEW_KEY_MATERIAL") throw validation("KeyMaterialId cannot be specified with ImportType NEW_KEY_MATERIAL.");
  return { expirationModel, validTo, importType, materialId, description: input.string("KeyMaterialDescription", { max: 256 }) };
}

function conditionsOf({ expirationModel, validTo }: ImportRequest): ConditionValues {
  return {
    "kms:expirationmodel": [expirationModel],
    ...(validTo !== undefined && { "kms:validto": [new Date(validTo).toISOString()] }),
  };
}

function validParameters(services: Pick<KmsServices, "clock" | "keyStore">, key: KmsKey, importToken: string): ImportParameters {
  const parameters = findImportParameters(services.keyStore, key, importToken);
  if (parameters === undefined) throw invalidImportToken();
  if (parameters.validTo <= services.clock.now()) throw expiredImportToken();
  return parameters;
}

function requireLength(key: KmsKey, secret: Uint8Array): void {
  const length = secretBytesOf(key.keySpec);
  if (length === undefined) throw unsupported(`Keyseal's local stand-in for AWS KMS does not import key pairs (${key.keySpec}).`);
  if (secret.length !== length) throw incorrectKeyMaterial(`The key material must be ${length} bytes long.`);
}

/** Existing material has to be the key's, new material must not be, and only one can wait for its rotation at a time. */
function requireFitting(reader: MetadataReader, key: KmsKey, { importType, materialId: named }: ImportRequest, materialId: string): void {
  const all = materialsOf(reader, key);
  const known = all.some((material) => material.materialId === materialId);
  // A replica has the generations of its primary, each to be imported on its own.
  const isPrimarys = isReplica(key) && findMaterial(reader, primaryOf(reader, key), materialId) !== undefined;
  if (named !== undefined && named !== materialId) throw incorrectKeyMaterial("The key material does not have the KeyMaterialId of the request.");
  const type = importType ?? (all.length === 0 && !isReplica(key) ? "NEW_KEY_MATERIAL" : "EXISTING_KEY_MATERIAL");
  if (type === "EXISTING_KEY_MATERIAL" && !known && !isPrimarys) throw incorrectKeyMaterial("The key material is not the material that was imported before.");
  if (type === "NEW_KEY_MATERIAL" && known) throw incorrectKeyMaterial("The key material is associated with the key already.");
  if (type === "NEW_KEY_MATERIAL" && isReplica(key)) throw incorrectKeyMaterial("New key material is imported into the primary key first.");
  if (type === "NEW_KEY_MATERIAL" && all.some((material) => materialState(key, material) === "PENDING_ROTATION")) {
    throw invalidState(key.arn, "has key material that is pending rotation already.");
  }
}
