import { authorizeKms, notOnThisResource } from "#local-aws/kms/authorize-key.ts";
import { resolveKey } from "#local-aws/kms/key-access.ts";
import { aliasArn } from "#local-aws/kms/key-identifiers.ts";
import { epochSeconds } from "#local-aws/kms/key-metadata.ts";
import { aliasesOf } from "#local-aws/kms/key-rows.ts";
import type { KmsOperation, KmsOutput, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { readPage, takePage } from "#local-aws/kms/kms-pages.ts";
import { PREDEFINED_ALIASES } from "#local-aws/kms/managed-key.ts";
import type { MetadataReader } from "#local-aws/store/metadata-store.ts";

const ACTION = "kms:ListAliases";

/** An alias in a listing; AWS's predefined ones have nothing more until their key exists (aws-facts 3.10). */
interface AliasEntry extends KmsOutput {
  readonly AliasName: string;
  readonly AliasArn: string;
  readonly TargetKeyId?: string;
}

/** ListAliases, of the Region or of one key; at most 100 a page (aws-facts 3.4). */
export function listAliases(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return async (input, call) => {
    const page = readPage(input, "ListAliases", { usual: 50, most: 100 });
    const reference = input.string("KeyId", { min: 1, max: 2048 });
    authorizeKms(call, ACTION, "*");
    const key = reference === undefined ? undefined : resolveKey(services.keyStore, call, ACTION, reference, "key");
    if (key !== undefined && key.accountId !== call.caller.accountId) throw notOnThisResource(call, ACTION);
    const entries = allAliases(services.keyStore, call.region, call.caller.accountId).filter((entry) => key === undefined || entry.TargetKeyId === key.keyId);
    const { items, more } = takePage(entries, (entry) => entry.AliasName, page);
    return { Aliases: items, ...more };
  };
}

function allAliases(reader: MetadataReader, region: string, accountId: string): readonly AliasEntry[] {
  const entries = new Map<string, AliasEntry>(
    PREDEFINED_ALIASES.map((name) => [name, { AliasName: name, AliasArn: aliasArn(region, accountId, name) }]),
  );
  for (const alias of aliasesOf(reader, region, accountId)) {
    entries.set(alias.aliasName, {
      AliasName: alias.aliasName,
      AliasArn: alias.aliasArn,
      ...(alias.targetKeyId === undefined ? {} : { TargetKeyId: alias.targetKeyId }),
      CreationDate: epochSeconds(alias.createdAt),
      LastUpdatedDate: epochSeconds(alias.updatedAt),
    });
  }
  return [...entries.values()].toSorted((left, right) => (left.AliasName < right.AliasName ? -1 : 1));
}
