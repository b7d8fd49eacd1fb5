import type { MetadataReader, MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import type { Caller, KmsGrant, KmsKey } from "#local-aws/world.ts";
import type { Context } from "./encryption-context.ts";

/** What ids and tokens of grants are made of. Other texts name nothing, and some of them no row can be asked for. */
const ID_OR_TOKEN = /^[A-Za-z0-9+/=]+$/;

/** Grants of a key, by their ids. */
export function* grantsOf(reader: MetadataReader, key: Pick<KmsKey, "region" | "keyId">): Generator<KmsGrant> {
  for (const { value } of reader.range<KmsGrant>({ prefix: ["grant", key.region, key.keyId] })) yield value;
}

/** The grant of that id on that key. */
export function findGrant(reader: MetadataReader, key: Pick<KmsKey, "region" | "keyId">, grantId: string): KmsGrant | undefined {
  return ID_OR_TOKEN.test(grantId) ? reader.get<KmsGrant>(["grant", key.region, key.keyId, grantId]) : undefined;
}

/** The grant that a token stands for, in the Region that was asked; undefined when the grant is gone. */
export function findGrantByToken(reader: MetadataReader, region: string, token: string): KmsGrant | undefined {
  if (!ID_OR_TOKEN.test(token)) return undefined;
  const place = reader.get<Pick<KmsGrant, "region" | "keyId" | "grantId">>(["grant-token", token]);
  return place?.region === region ? findGrant(reader, place, place.grantId) : undefined;
}

/** Writes a grant and finds it by its tokens. */
export function saveGrant(transaction: MetadataTransaction, grant: KmsGrant): void {
  const { region, keyId, grantId } = grant;
  transaction.put<KmsGrant>(["grant", region, keyId, grantId], grant);
  for (const token of grant.tokens) transaction.put(["grant-token", token], { region, keyId, grantId });
}

/** Removes a grant and its tokens: it allows nothing from now on. */
export function removeGrant(transaction: MetadataTransaction, grant: KmsGrant): void {
  transaction.remove(["grant", grant.region, grant.keyId, grant.grantId]);
  for (const token of grant.tokens) transaction.remove(["grant-token", token]);
}

/** Whether a principal of a grant is this caller: by the session's own ARN, by its role's, or as root of an account named whole. */
export function isPrincipal(principal: string | undefined, caller: Caller): boolean {
  return principal !== undefined && (principal === caller.arn || principal === caller.principalArn);
}

/**
 * The grant that lets the caller do an operation on the key, if there is one (aws-facts 3.9). Constraints do not bind DescribeKey and
 * RetireGrant, which have no encryption context.
 * @param operation as a grant names it: `Decrypt`, `ReEncryptFrom` …
 */
export function grantFor(reader: MetadataReader, caller: Caller, key: KmsKey, operation: string, context: Context): KmsGrant | undefined {
  for (const grant of grantsOf(reader, key)) {
    const bindsContext = operation !== "DescribeKey" && operation !== "RetireGrant" && operation !== "CreateGrant";
    if (isPrincipal(grant.granteePrincipal, caller) && grant.operations.includes(operation) && (!bindsContext || satisfies(grant, context))) return grant;
  }
  return undefined;
}

function satisfies({ constraints }: KmsGrant, context: Context): boolean {
  const equals = constraints?.EncryptionContextEquals;
  const subset = constraints?.EncryptionContextSubset;
  if (equals !== undefined && Object.keys(equals).length !== Object.keys(context).length) return false;
  return Object.entries({ ...equals, ...subset }).every(([name, value]) => Object.hasOwn(context, name) && context[name] === value);
}
