import { arnOfOtherRegion, invalidKeyId } from "./kms-errors.ts";

/**
 * What an identifier names once it is read in a Region: a key by its id, or an alias by its name (`alias/…`), of an account: the one
 * that an ARN tells, else the caller's own.
 */
export type KeyIdentifier =
  | { readonly type: "key"; readonly keyId: string; readonly accountId: string; readonly arn: string }
  | { readonly type: "alias"; readonly aliasName: string; readonly accountId: string; readonly arn: string };

const KEY_ID = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/;
const ALIAS_NAME = /^alias\/[a-zA-Z0-9:/_-]+$/;
const ARN = /^arn:aws:kms:([a-z0-9-]+):([0-9]{12}):((?:key|alias)\/.+)$/;

/** ARN of a key. */
export function keyArn(region: string, accountId: string, keyId: string): string {
  return `arn:aws:kms:${region}:${accountId}:key/${keyId}`;
}

/** ARN of an alias; `aliasName` begins `alias/`. */
export function aliasArn(region: string, accountId: string, aliasName: string): string {
  return `arn:aws:kms:${region}:${accountId}:${aliasName}`;
}

/**
 * Reads a key id, key ARN, alias name or alias ARN in the Region that was asked (aws-facts 3.2). It looks at the form only; whether
 * the key exists, and whose it is, is the key store's to say.
 * @param asked the Region, and the caller's account, to which names without an account belong
 * @throws AwsError NotFoundException `Invalid keyId '…'` or `Invalid arn REGION`
 */
export function readKeyIdentifier(text: string, asked: { readonly region: string; readonly accountId: string }): KeyIdentifier {
  const arn = ARN.exec(text);
  if (arn === null) return readResource(text.startsWith("alias/") ? text : `key/${text}`, asked, text);
  const [, region = "", accountId = "", resource = ""] = arn;
  if (region !== asked.region) throw arnOfOtherRegion(region);
  return readResource(resource, { region, accountId }, text);
}

/** True for the id of a multi-Region key, which its replicas share. */
export function isMultiRegionId(keyId: string): boolean {
  return keyId.startsWith("mrk-");
}

function readResource(resource: string, { region, accountId }: { region: string; accountId: string }, asGiven: string): KeyIdentifier {
  if (ALIAS_NAME.test(resource)) return { type: "alias", aliasName: resource, accountId, arn: aliasArn(region, accountId, resource) };
  const keyId = resource.slice("key/".length);
  if (!resource.startsWith("key/") || !KEY_ID.test(keyId)) throw invalidKeyId(asGiven);
  return { type: "key", keyId, accountId, arn: keyArn(region, accountId, keyId) };
}
