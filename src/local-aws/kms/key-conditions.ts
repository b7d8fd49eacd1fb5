import type { ConditionValues } from "#local-aws/iam/authorize.ts";
import type { MetadataReader } from "#local-aws/store/metadata-store.ts";
import type { KmsKey } from "#local-aws/world.ts";
import type { Context } from "./encryption-context.ts";
import { aliasNamesOf } from "./key-rows.ts";

/** Condition keys that tell of the key itself: `kms:KeySpec`, `kms:ResourceAliases`, `aws:ResourceTag/…` and their like. */
export function keyConditions(reader: MetadataReader, key: KmsKey): ConditionValues {
  const aliases = aliasNamesOf(reader, key);
  return {
    "kms:keyspec": [key.keySpec],
    "kms:keyusage": [key.keyUsage],
    "kms:keyorigin": [key.origin],
    "kms:multiregion": [String(key.multiRegion)],
    ...(key.multiRegion && {
      "kms:multiregionkeytype": [key.primaryRegion === key.region ? "PRIMARY" : "REPLICA"],
      "kms:primaryregion": [key.primaryRegion ?? key.region],
    }),
    ...(aliases.length > 0 && { "kms:resourcealiases": aliases }),
    ...tagConditions("aws:resourcetag", key.tags),
  };
}

/** `aws:RequestTag/…` and `aws:TagKeys` of a request that sets these tags. */
export function requestTagConditions(tags: KmsKey["tags"]): ConditionValues {
  if (tags.length === 0) return {};
  return { ...tagConditions("aws:requesttag", tags), "aws:tagkeys": tags.map((tag) => tag.TagKey) };
}

/**
 * `kms:EncryptionContext:…` and `kms:EncryptionContextKeys` of a request (aws-facts 2.6). Names of condition keys have no letter case,
 * so two pairs whose keys differ by it only are two values of one.
 */
export function contextConditions(context: Context): ConditionValues {
  const keys = Object.keys(context);
  if (keys.length === 0) return {};
  const values: Record<string, readonly string[]> = { "kms:encryptioncontextkeys": keys };
  for (const [key, value] of Object.entries(context)) {
    const name = `kms:encryptioncontext:${key.toLowerCase()}`;
    values[name] = [...(values[name] ?? []), value];
  }
  return values;
}

/** `kms:RequestAlias`: the alias by which the request names the key. */
export function requestAliasCondition(reference: string | undefined): ConditionValues {
  const alias = reference === undefined ? undefined : /(?:^|:)(alias\/.+)$/.exec(reference)?.[1];
  return alias === undefined ? {} : { "kms:requestalias": [alias] };
}

function tagConditions(prefix: string, tags: KmsKey["tags"]): ConditionValues {
  return Object.fromEntries(tags.map(({ TagKey, TagValue }) => [`${prefix}/${TagKey.toLowerCase()}`, [TagValue]]));
}
