import { isAwsManagedAlias, keyFitness, keyStateLabel, keyTitle, matchesKeySearch, parseKeyReference, type KmsKeyListing, type KmsKeySummary } from "#domain/kms-key.ts";

/** Sections of the key picker, in their order. */
type KeySectionName = "Recent" | "Bucket default" | "Customer managed keys" | "AWS managed keys" | "Enter a key";

/** A key to choose: always its ids and aliases, and its details once KMS has described it. */
export interface KeyChoice {
  readonly listing: KmsKeyListing;
  readonly summary?: KmsKeySummary | undefined;
}

/** An entry of the picker. `value` is the key's ARN, or `enter:` and the typed text for one that no list holds. */
export interface KeyEntry {
  readonly value: string;
  readonly label: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** Why S3 cannot use the key for this bucket; undefined when it can, or when it is not known yet. */
  readonly unusableBecause?: string | undefined;
}

/** Entries under their heading. */
export interface KeySection {
  readonly name: KeySectionName;
  readonly entries: readonly KeyEntry[];
}

/** What the sections are made of. */
export interface KeySectionRequest {
  readonly choices: readonly KeyChoice[];
  /** ARNs of the keys used last, newest first. */
  readonly recentArns: readonly string[];
  /** Key of the bucket's default encryption, as stored: id, ARN or alias. */
  readonly bucketDefaultKey?: string | undefined;
  readonly bucketRegion?: string | undefined;
  readonly search: string;
}

/** Prefix of an entry's value that stands for text to be entered rather than for a listed key. */
export const ENTER_PREFIX = "enter:";

const MOST_RECENT = 5;

/** Sorts the keys that match the search into the picker's sections; each key stands in one. Empty sections are left out. */
export function keySections(request: KeySectionRequest): readonly KeySection[] {
  const found = request.choices.filter((choice) => matches(choice, request.search));
  const recent = request.recentArns.slice(0, MOST_RECENT);
  const sectionOf = (choice: KeyChoice): KeySectionName => {
    if (namesKey(request.bucketDefaultKey, choice.listing)) return "Bucket default";
    if (recent.includes(choice.listing.arn)) return "Recent";
    return isAwsManaged(choice) ? "AWS managed keys" : "Customer managed keys";
  };
  const order: readonly KeySectionName[] = ["Recent", "Bucket default", "Customer managed keys", "AWS managed keys"];
  const sections = order.map((name) => ({
    name,
    entries: found
      .filter((choice) => sectionOf(choice) === name)
      .map((choice) => keyEntry(choice, request.bucketRegion))
      .sort(byUseThenTitle),
  }));
  const typed = typedEntry(request);
  return [...(typed === undefined ? [] : [{ name: "Enter a key" as const, entries: [typed] }]), ...sections].filter(({ entries }) => entries.length > 0);
}

/** What the picker shows of one key. */
function keyEntry({ listing, summary }: KeyChoice, bucketRegion: string | undefined): KeyEntry {
  const unusableBecause = summary === undefined ? foreignAlias(listing) : unusable(summary, bucketRegion);
  const facts = summary === undefined ? [] : [summary.description, `${summary.keyManager === "AWS" ? "AWS managed" : "Customer managed"}, ${keyStateLabel(summary.keyState).toLowerCase()}`];
  return {
    value: listing.arn,
    label: keyTitle(listing),
    description: [unusableBecause === undefined ? "" : `Cannot be used: ${unusableBecause}`, ...facts].filter((text) => text !== "").join(" · "),
    tags: [
      listing.keyId,
      ...(listing.aliases.length > 1 ? listing.aliases.slice(1) : []),
      ...(summary === undefined ? [] : [summary.region, summary.keySpec, ...(summary.multiRegion ? ["Multi-Region"] : [])]),
    ],
    unusableBecause,
  };
}

/** Whether text names a key, by any form people use (aws-facts 1.3). */
export function namesKey(text: string | undefined, listing: KmsKeyListing): boolean {
  const reference = text === undefined ? undefined : parseKeyReference(text);
  switch (reference?.kind) {
    case "key-id":
      return reference.keyId === listing.keyId;
    case "key-arn":
      return reference.arn === listing.arn;
    case "alias-name":
    case "alias-arn":
      return listing.aliases.includes(reference.aliasName);
    case undefined:
      return false;
  }
}

function matches({ listing, summary }: KeyChoice, search: string): boolean {
  const text = search.trim();
  if (text === "") return true;
  if (summary !== undefined) return matchesKeySearch(summary, text);
  const needle = text.toLowerCase();
  return [listing.keyId, listing.arn, ...listing.aliases].some((part) => part.toLowerCase().includes(needle));
}

/** Typing an ARN always works: one that no list holds becomes an entry of its own. */
function typedEntry({ choices, search }: KeySectionRequest): KeyEntry | undefined {
  const text = search.trim();
  const reference = parseKeyReference(text);
  if (reference === undefined || (reference.kind !== "key-arn" && reference.kind !== "alias-arn")) return undefined;
  if (choices.some(({ listing }) => namesKey(text, listing))) return undefined;
  return { value: `${ENTER_PREFIX}${text}`, label: `Use ${text}`, description: `Not among your keys: account ${reference.accountId}, ${reference.region}`, tags: [] };
}

function isAwsManaged({ listing, summary }: KeyChoice): boolean {
  return summary === undefined ? listing.aliases.some(isAwsManagedAlias) : summary.keyManager === "AWS";
}

function unusable(summary: KmsKeySummary, bucketRegion: string | undefined): string | undefined {
  const fitness = keyFitness(summary, bucketRegion);
  return fitness.usable ? foreignAlias(summary) : fitness.reason;
}

/** The AWS managed key of another service, e.g. `aws/ebs`: its key policy lets only that service use it (aws-facts 3.10). */
function foreignAlias(listing: KmsKeyListing): string | undefined {
  const managed = listing.aliases.filter(isAwsManagedAlias);
  if (managed.length === 0 || managed.includes("alias/aws/s3")) return undefined;
  return `${managed[0] ?? "this key"} belongs to another AWS service; only that service may use it.`;
}

/** Usable keys first, then by title. */
function byUseThenTitle(a: KeyEntry, b: KeyEntry): number {
  const use = Number(a.unusableBecause !== undefined) - Number(b.unusableBecause !== undefined);
  return use === 0 ? a.label.localeCompare(b.label) : use;
}
