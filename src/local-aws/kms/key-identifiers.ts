import { ACCOUNT_ID } from "#local-aws/world.ts";
import { arnOfOtherRegion, invalidKeyId, accessDenied } from "./kms-errors.ts";

/** What an identifier names once it is read in a Region: a key by its id, or an alias by its name (`alias/…`). */
export type KeyIdentifier =
  | { readonly type: "key"; readonly keyId: string; readonly arn: string }
  | { readonly type: "alias"; readonly aliasName: string; readonly arn: string };

const KEY_ID = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/;
const ALIAS_NAME = /^alias\/[a-zA-Z0-9:/_-]+$/;
const ARN = /^arn:aws:kms:([a-z0-9-]+):([0-9]{12}):((?:key|alias)\/.+)$/;

/** ARN of a key of the account. */
export function keyArn(region: string, keyId: string): string {
  return `arn:aws:kms:${region}:${ACCOUNT_ID}:key/${keyId}`;
}

/** ARN of an alias of the account; `aliasName` begins `alias/`. */
export function aliasArn(region: string, aliasName: string): string {
  return `arn:aws:kms:${region}:${ACCOUNT_ID}:${aliasName}`;
}

/**
 * Reads a key id, key ARN, alias name or alias ARN in the Region that was asked (aws-facts 3.2). It looks at the form only; whether
 * the key exists is the key store's to say.
 * @param action for the refusal of a key of another account, e.g. `kms:Encrypt`
 * @throws AwsError NotFoundException `Invalid keyId '…'` or `Invalid arn REGION`; AccessDeniedException for another account (5.4)
 */
export function readKeyIdentifier(text: string, asked: { region: string; callerArn: string; action: string }): KeyIdentifier {
  const arn = ARN.exec(text);
  if (arn === null) return readResource(text.startsWith("alias/") ? text : `key/${text}`, asked.region, text);
  const [, region = "", accountId = "", resource = ""] = arn;
  if (region !== asked.region) throw arnOfOtherRegion(region);
  const identifier = readResource(resource, region, text);
  if (accountId !== ACCOUNT_ID) {
    throw accessDenied(
      `User: ${asked.callerArn} is not authorized to perform: ${asked.action} on this resource because the resource does not exist ` +
        "in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access",
    );
  }
  return identifier;
}

function readResource(resource: string, region: string, asGiven: string): KeyIdentifier {
  if (ALIAS_NAME.test(resource)) return { type: "alias", aliasName: resource, arn: aliasArn(region, resource) };
  const keyId = resource.slice("key/".length);
  if (!resource.startsWith("key/") || !KEY_ID.test(keyId)) throw invalidKeyId(asGiven);
  return { type: "key", keyId, arn: keyArn(region, keyId) };
}
