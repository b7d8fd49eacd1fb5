import type { KmsGrant, KmsKey } from "#local-aws/world.ts";
import { isSymmetricEncryptionKey } from "./key-specs.ts";
import { accessDenied, constraint, invalidArn, validation } from "./kms-errors.ts";
import type { KmsInput } from "./kms-input.ts";

/** What CreateGrant is asked to make. */
export type GrantRequest = Pick<KmsGrant, "granteePrincipal" | "retiringPrincipal" | "operations" | "constraints" | "name">;

/** What a grant can allow with each kind of key (aws-facts 3.9). */
const OPERATIONS = {
  any: ["CreateGrant", "DescribeKey", "RetireGrant"],
  symmetric: [
    "Decrypt",
    "Encrypt",
    "GenerateDataKey",
    "GenerateDataKeyPair",
    "GenerateDataKeyPairWithoutPlaintext",
    "GenerateDataKeyWithoutPlaintext",
    "ReEncryptFrom",
    "ReEncryptTo",
  ],
  ENCRYPT_DECRYPT: ["Decrypt", "Encrypt", "GetPublicKey", "ReEncryptFrom", "ReEncryptTo"],
  SIGN_VERIFY: ["GetPublicKey", "Sign", "Verify"],
  KEY_AGREEMENT: ["DeriveSharedSecret", "GetPublicKey"],
  GENERATE_VERIFY_MAC: ["GenerateMac", "VerifyMac"],
} as const;
const ALL_OPERATIONS: readonly string[] = [...new Set<string>(Object.values(OPERATIONS).flat())].toSorted();
/** An account, its root user, a user, role, federated user or session of a role, of any account. */
const PRINCIPAL = /^(?:[0-9]{12}|arn:aws:iam::[0-9]{12}:(?:root|user\/.+|role\/.+)|arn:aws:sts::[0-9]{12}:(?:assumed-role\/[^/]+\/.+|federated-user\/.+))$/;
/** aws-facts 2.3. */
const MAX_PAIRS = 8;
const MAX_VALUE_LENGTH = 384;

/** Reads and checks the parameters of CreateGrant. @throws AwsError ValidationException, InvalidArnException */
export function readGrantRequest(input: KmsInput): GrantRequest {
  input.refuse("GranteeServicePrincipal", "RetiringServicePrincipal");
  const granteePrincipal = readPrincipal(input, "GranteePrincipal");
  if (granteePrincipal === undefined) throw constraint("granteePrincipal", "null", "Member must not be null");
  const retiringPrincipal = readPrincipal(input, "RetiringPrincipal");
  const operations = input.strings("Operations", {}, { oneOf: ALL_OPERATIONS });
  if (operations.length === 0) throw constraint("operations", "null", "Member must not be null");
  const constraints = readConstraints(input);
  const name = input.string("Name", { min: 1, max: 256, pattern: /^[a-zA-Z0-9:/_-]+$/ });
  return {
    granteePrincipal,
    operations: [...new Set(operations)],
    ...(retiringPrincipal !== undefined && { retiringPrincipal }),
    ...(constraints && { constraints }),
    ...(name !== undefined && { name }),
  };
}

/** Reads a principal's ARN, or an account id, which stands for its root. */
export function readPrincipal(input: KmsInput, member: string): string | undefined {
  const principal = input.string(member, { min: 1, max: 256 });
  if (principal === undefined) return undefined;
  if (!PRINCIPAL.test(principal)) throw invalidArn(`ARN does not refer to a valid principal: ${principal}`);
  return /^[0-9]+$/.test(principal) ? `arn:aws:iam::${principal}:root` : principal;
}

/** Refuses operations that the key does not have, and constraints on a key without encryption context. @throws AwsError ValidationException */
export function requireGrantable(key: KmsKey, { operations, constraints }: GrantRequest): void {
  const possible: readonly string[] = [...OPERATIONS.any, ...OPERATIONS[isSymmetricEncryptionKey(key) ? "symmetric" : key.keyUsage]];
  const others = operations.filter((operation) => !possible.includes(operation));
  if (others.length > 0) throw validation(`Operations [${others.join(", ")}] are not supported by a key of usage ${key.keyUsage} and spec ${key.keySpec}.`);
  if (constraints !== undefined && !isSymmetricEncryptionKey(key)) throw validation("Encryption context constraints are supported only on symmetric encryption KMS keys.");
}

/**
 * Refuses a grant by which a grantee would give more than the grant allows them: no other operations, and no weaker constraints.
 * @throws AwsError AccessDeniedException
 */
export function requireWithin(parent: KmsGrant, request: GrantRequest): void {
  const operationsWithin = request.operations.every((operation) => parent.operations.includes(operation));
  const equals = parent.constraints?.EncryptionContextEquals;
  const subset = parent.constraints?.EncryptionContextSubset;
  const own = { ...request.constraints?.EncryptionContextSubset, ...request.constraints?.EncryptionContextEquals };
  const equalsWithin = equals === undefined || samePairs(equals, request.constraints?.EncryptionContextEquals ?? {});
  const subsetWithin = Object.entries(subset ?? {}).every(([name, value]) => own[name] === value);
  if (operationsWithin && equalsWithin && subsetWithin) return;
  throw accessDenied("The grant that allows kms:CreateGrant does not allow a grant of these operations or of weaker constraints.");
}

/** Whether two grants would allow the same, so that CreateGrant under one name makes one only. */
export function isSameGrant(grant: KmsGrant, request: GrantRequest): boolean {
  const essence = ({ granteePrincipal, retiringPrincipal = "", operations, constraints = {} }: GrantRequest) =>
    JSON.stringify([granteePrincipal, retiringPrincipal, operations.toSorted(), pairsOf(constraints.EncryptionContextEquals), pairsOf(constraints.EncryptionContextSubset)]);
  return request.name !== undefined && grant.name === request.name && essence(grant) === essence(request);
}

function readConstraints(input: KmsInput): GrantRequest["constraints"] {
  const constraints = input.structure("Constraints");
  if (constraints === undefined) return undefined;
  constraints.refuse("SourceArn");
  const equals = constraints.context("EncryptionContextEquals");
  const subset = constraints.context("EncryptionContextSubset");
  for (const pairs of [equals, subset]) {
    if (Object.keys(pairs).length > MAX_PAIRS) throw validation(`A grant constraint can have at most ${MAX_PAIRS} encryption context pairs.`);
    if (Object.values(pairs).some((value) => value.length > MAX_VALUE_LENGTH)) {
      throw validation(`An encryption context value of a grant constraint can have at most ${MAX_VALUE_LENGTH} characters.`);
    }
  }
  const given = {
    ...(Object.keys(equals).length > 0 && { EncryptionContextEquals: equals }),
    ...(Object.keys(subset).length > 0 && { EncryptionContextSubset: subset }),
  };
  return Object.keys(given).length === 0 ? undefined : given;
}

function samePairs(left: Readonly<Record<string, string>>, right: Readonly<Record<string, string>>): boolean {
  return JSON.stringify(pairsOf(left)) === JSON.stringify(pairsOf(right));
}

function pairsOf(context: Readonly<Record<string, string>> = {}): readonly (readonly [string, string])[] {
  return Object.entries(context).toSorted(([left], [right]) => (left < right ? -1 : 1));
}
