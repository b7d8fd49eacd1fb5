import type { JsonObject } from "./api-call.ts";

/**
 * Members renamed as CloudTrail renames those of AWS's APIs: the first letter small (`KeyMetadata.AWSAccountId` → `keyMetadata.aWSAccountId`).
 * @param asTheyAre names (as given) of maps whose keys are the client's own and stay, such as an encryption context
 */
export function lowerCamel(members: JsonObject, asTheyAre: ReadonlySet<string> = new Set()): JsonObject {
  return Object.fromEntries(
    Object.entries(members)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), asTheyAre.has(name) ? value : lowerValue(value, asTheyAre)]),
  );
}

function lowerValue(value: unknown, asTheyAre: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => lowerValue(item, asTheyAre));
  return typeof value === "object" && value !== null ? lowerCamel(Object.fromEntries(Object.entries(value)), asTheyAre) : value;
}
